// Finds the word somebody most likely meant.
// Must not be used to accept a misspelt word, only to suggest the right one.

/** ` (did you mean "x"?)` for the closest of `words`, or an empty string when none is close. */
export function didYouMean(word: string, words: readonly string[]): string {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Infinity))
      best = { word: candidate, distance };
  }
  return best ? ` (did you mean "${best.word}"?)` : "";
}

function editDistance(left: string, right: string): number {
  // A long word is no typo of a short one, and its distance would cost length × length.
  if (Math.abs(left.length - right.length) > 8) return Infinity;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const current = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replace = (previous[j] ?? 0) + (left[i] === right[j] ? 0 : 1);
      const removed = (previous[j + 1] ?? 0) + 1;
      current.push(Math.min(replace, removed, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? Infinity;
}
