// A catalogue in which nothing is missing: a word that a language lacks is English.

type Section = { readonly [word: string]: unknown };

/** What a catalogue may lack while its language is being written. */
export type Partly<T> = T extends (...given: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]?: Partly<T[K]> }
    : T;

export function filled<T extends object>(english: T, own: Partly<T>): T {
  const words = Object.entries(english).map(([name, word]: [string, unknown]) => {
    const given = (own as Section)[name];
    return [name, isSection(word) ? filled(word, isSection(given) ? given : {}) : (given ?? word)];
  });
  return Object.fromEntries(words) as T;
}

const isSection = (word: unknown): word is Section => typeof word === "object" && word !== null;
