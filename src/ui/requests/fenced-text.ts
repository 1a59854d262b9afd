// The parts of a prompt that a sender wrote, found by the host's own markers (openclaw docs, gateway/security).

export interface PromptPart {
  text: string;
  /** Between the markers, which are left out. */
  fenced: boolean;
}

const FENCE =
  /<<<EXTERNAL_UNTRUSTED_CONTENT[^>\n]*>>>\n?([\s\S]*?)\n?<<<END_EXTERNAL_UNTRUSTED_CONTENT[^>\n]*>>>/g;

/** A prompt without markers is one part. A fence that was cut off goes to the end. */
export function promptParts(prompt: string): PromptPart[] {
  const parts: PromptPart[] = [];
  let from = 0;
  const add = (text: string, fenced: boolean): void => {
    if (text !== "") parts.push({ text, fenced });
  };
  for (const match of prompt.matchAll(FENCE)) {
    add(prompt.slice(from, match.index), false);
    add(match[1] ?? "", true);
    from = match.index + match[0].length;
  }
  const rest = prompt.slice(from);
  const open = /<<<EXTERNAL_UNTRUSTED_CONTENT[^>\n]*>>>\n?/.exec(rest);
  add(open ? rest.slice(0, open.index) : rest, false);
  if (open) add(rest.slice(open.index + open[0].length), true);
  return parts;
}
