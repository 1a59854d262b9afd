import { describe, expect, it } from "vitest";
import { filled } from "../../../src/words/filled.ts";
import { languageOf } from "../../../src/words/languages.ts";

describe("the language of a locale", () => {
  it.each([
    ["ko", "ko"],
    ["ko-KR", "ko"],
    ["ko_KR.UTF-8", "ko"],
    ["KO", "ko"],
    ["ja", "ja"],
    ["ja-JP", "ja"],
    ["ja_JP.eucJP@currency=JPY", "ja"],
    ["zh", "zh-CN"],
    ["zh_CN.UTF-8", "zh-CN"],
    ["zh-SG", "zh-CN"],
    ["zh-Hans-HK", "zh-CN"],
    ["zh_TW.UTF-8", "en"],
    ["zh-Hant", "en"],
    ["en_GB.UTF-8", "en"],
    ["de_DE", "en"],
    ["C.UTF-8", "en"],
    ["POSIX", "en"],
    ["kok-IN", "en"],
    ["", "en"],
  ])("of %s is %s", (locale, language) => expect(languageOf(locale)).toBe(language));
});

describe("a catalogue that lacks words", () => {
  it("has English ones in their places, and its own in all others", () => {
    const english = {
      top: "Top",
      part: { here: "Here", there: (name: string) => `There, ${name}` },
    };
    const words = filled(english, { part: { here: "여기" } });
    expect(words).toMatchObject({ top: "Top", part: { here: "여기" } });
    expect(words.part.there("x")).toBe("There, x");
    const whole = filled(english, { part: { there: (name) => `${name} 저기` } });
    expect(whole.part.there("x")).toBe("x 저기");
    expect(whole.part.here).toBe("Here");
  });
});
