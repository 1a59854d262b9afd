// Globs over session keys: `*` is any run of characters, `?` is one, the whole key must match.
// Must not become a regular expression: several `*` would backtrack.

/** Compiles one glob. Matching costs at most text length × glob length. */
export function compileGlob(glob: string): (text: string) => boolean {
  if (!/[*?]/.test(glob)) return (text) => text === glob;
  return (text) => matches(glob, text);
}

function matches(glob: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < text.length;) {
    const wanted = glob[at];
    if (wanted === "*") {
      star = at++;
      resume = position;
    } else if (wanted === "?" || (wanted !== undefined && wanted === text[position])) {
      at++;
      position++;
    } else if (star >= 0) {
      // Only the last star ever needs to take one character more.
      at = star + 1;
      position = ++resume;
    } else {
      return false;
    }
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}
