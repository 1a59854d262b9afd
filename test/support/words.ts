// The words of a catalogue as one flat list, for what is said of each of them.

type Said = Record<string, unknown>;

/** Each word, or the function that makes it, by its path. */
export function wordsOf(catalogue: object, above = ""): Said {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([name, word]: [string, unknown]) =>
      typeof word === "object" && word !== null
        ? Object.entries(wordsOf(word, `${above}${name}.`))
        : [[`${above}${name}`, word]],
    ),
  );
}

/** What each function says when it is called with marks (`⟦0⟧`, …), or with what is given for its path. */
export function callsOf(
  catalogue: object,
  given: Readonly<Record<string, readonly unknown[]>>,
): Record<string, string> {
  const functions = Object.entries(wordsOf(catalogue)).flatMap(([path, word]) =>
    typeof word === "function" ? [[path, word as (...args: unknown[]) => string] as const] : [],
  );
  return Object.fromEntries(
    functions.map(([path, say]) => {
      const marks = Array.from({ length: say.length }, (_, index) => `⟦${index}⟧`);
      return [path, say(...(given[path] ?? marks))];
    }),
  );
}
