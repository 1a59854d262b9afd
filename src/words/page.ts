// The words of the page, by language. They are bundled together, because a sandboxed frame can load nothing more.
import { page as english } from "./en/page/page.ts";
import { page as korean } from "./ko/page/page.ts";
import { page as japanese } from "./ja/page/page.ts";
import { page as chinese } from "./zh-CN/page/page.ts";
import { filled } from "./filled.ts";
import type { Language } from "./languages.ts";

export type PageWords = typeof english;

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: english,
  ko: filled(english, korean),
  ja: filled(english, japanese),
  "zh-CN": filled(english, chinese),
};
