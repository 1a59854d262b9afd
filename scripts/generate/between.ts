/** The text with new content between the markers of this name; unchanged when it has none. */
export function between(text: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [start, end] = [text.indexOf(opening), text.indexOf(closing)];
  if (start === -1 || end < start) return text;
  return text.slice(0, start + opening.length) + content + text.slice(end);
}
