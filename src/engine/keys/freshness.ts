// For how long a document of keys is taken for good without another look. Reads no body.

const LEAST_MS = 5 * 60_000;
const USUAL_MS = 60 * 60_000;
const MOST_MS = 24 * 60 * 60_000;

/** By `Cache-Control: max-age` less `Age` (RFC 9111, 4.2), within bounds. Header names in lower case. */
export function freshFor(headers: Readonly<Record<string, string>>): number {
  const control = headers["cache-control"] ?? "";
  if (/\bno-(?:store|cache)\b/i.test(control)) return LEAST_MS;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,10})/i.exec(control)?.[1];
  if (maxAge === undefined) return USUAL_MS;
  const age = /^\d{1,10}$/.exec(headers["age"] ?? "")?.[0] ?? "0";
  return Math.min(MOST_MS, Math.max(LEAST_MS, (Number(maxAge) - Number(age)) * 1000));
}
