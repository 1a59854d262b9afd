// Takes known secrets out of a text, in every form in which they are likely to come back.
// Must not look for what it was not given.

export const MASK = "[masked]";

/** Shorter ones stand in too many words that are no secret. */
export const MIN_SECRET_LENGTH = 8;

export type MaskText = (text: string) => string;

/**
 * Written as they are, in a URL, in JSON, in HTML or in base64; in any case of their letters.
 * `ends`: a text that may be `cut` is also rid of the start of a secret at its end.
 */
export function maskerOf(secrets: Iterable<string>, ends: "whole" | "cut" = "whole"): MaskText {
  const forms = new Set([...secrets].flatMap(formsOf));
  forms.delete(MASK);
  if (forms.size === 0) return (text) => text;
  // The longest first: a secret that holds another one is masked as a whole.
  const longestFirst = [...forms].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map((form) => RegExp.escape(form)).join("|"), "gi");
  const masked: MaskText = (text) => text.replaceAll(pattern, MASK);
  return ends === "whole" ? masked : (text) => masked(withoutCutSecret(text, longestFirst));
}

/** A text that was cut may end in the middle of a secret. */
function withoutCutSecret(text: string, forms: readonly string[]): string {
  const end = text.toLowerCase();
  for (const form of forms) {
    const lower = form.toLowerCase();
    for (let length = lower.length - 1; length >= MIN_SECRET_LENGTH; length -= 1)
      if (end.endsWith(lower.slice(0, length))) return text.slice(0, -length) + MASK;
  }
  return text;
}

function formsOf(secret: string): string[] {
  if (secret.length < MIN_SECRET_LENGTH) return [];
  const bytes = Buffer.from(secret, "utf8");
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("/", "\\/"),
    secret.replaceAll(/[&<>"']/g, (sign) => HTML[sign] ?? sign),
    // Without the padding, which the text behind it may take the place of.
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
