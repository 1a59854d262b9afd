// The language that the page speaks: its words and its forms of numbers and dates.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { languageOf, type Language } from "../../words/languages.ts";
import { PAGE_WORDS, type PageWords } from "../../words/page.ts";
import { createFormats, type Formats } from "./format.ts";

export interface Spoken {
  language: Language;
  /** For Intl: of that language, and of the viewer's country where they said it. */
  locale: string;
  words: PageWords;
  format: Formats;
}

export function spokenIn(asked: string): Spoken {
  const language = languageOf(asked);
  const words = PAGE_WORDS[language];
  const locale = localeOf(asked, language);
  return { language, locale, words, format: createFormats(locale, words.shell) };
}

/** English dates, where a locale that nobody speaks here gets English words. */
function localeOf(asked: string, language: Language): string {
  const isOfIt = asked.toLowerCase().split("-")[0] === language.split("-")[0];
  try {
    return (isOfIt ? Intl.getCanonicalLocales(asked)[0] : undefined) ?? language;
  } catch {
    return language;
  }
}

export const LanguageContext = createContext(spokenIn("en"));

/** Draws again when the language changes. */
export const useLanguage = (): Spoken => useContext(LanguageContext);
