// The languages that people are spoken to in, and which of them a locale asks for. A further one is a row here, a
// folder beside, and its line in `page.ts`, which does not compile without it.

/** As BCP 47 has it; `asked` fits a lower-case locale with hyphens. Chinese in traditional script gets English. */
const ROWS = [
  { language: "en", asked: /^en(-|$)/ },
  { language: "ko", asked: /^ko(-|$)/ },
  { language: "ja", asked: /^ja(-|$)/ },
  // The places and scripts that the host takes for simplified script.
  { language: "zh-CN", asked: /^zh(-cn|-sg)?$|^zh-.*hans/ },
] as const;

export type Language = (typeof ROWS)[number]["language"];

export const LANGUAGES: readonly Language[] = ROWS.map(({ language }) => language);

/** `locale`: as a browser or a shell has it (`ko`, `ko-KR`, `ko_KR.UTF-8`). Any other one: English. */
export function languageOf(locale: string): Language {
  const [tag = ""] = locale.trim().split(/[.@]/);
  const asked = tag.replaceAll("_", "-").toLowerCase();
  return ROWS.find((row) => row.asked.test(asked))?.language ?? "en";
}
