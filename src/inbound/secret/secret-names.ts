// Which names say that their value is a secret, wherever they stand: headers, query parameters.
// Must not know a sender: what one of them keeps secret is named in its preset's row.

/** Anywhere in a name. */
const TELLING =
  /authorization|cookie|password|passwd|passphrase|token|secret|signature|hmac|credential|api[-_]?key/;
/** As a word of its own. */
const TELLING_WORDS = new Set(["auth", "jwt", "pass", "pwd", "session", "sig"]);
/** What a key may be of that opens nothing. */
const NAMED_BY_KEY = new Set([
  "cache",
  "dedupe",
  "deduplication",
  "event",
  "idempotency",
  "issue",
  "message",
  "object",
  "ordering",
  "partition",
  "project",
  "request",
  "routing",
  "sort",
]);

/** `name` in any case and in any style: `X-Api-Key`, `api_key`, `apiKey`. */
export function isSecretName(name: string): boolean {
  if (TELLING.test(name.toLowerCase())) return true;
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
  if (words.some((word) => TELLING_WORDS.has(word))) return true;
  return words.some((word, at) => word === "key" && !NAMED_BY_KEY.has(words[at - 1] ?? ""));
}
