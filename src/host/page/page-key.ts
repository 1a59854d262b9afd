// The key of a framed page: whoever shows it may ask what the page asks, and only until it ends. It says nothing
// of who was let in, so nothing has to be remembered; it cannot be made without the secret of this process.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Known to this process alone: a key does not outlive it. */
const SECRET = randomBytes(32);
export const KEY_LASTS_MS = 600_000;

/** `<end, ms since the epoch>.<HMAC-SHA256 of it, base64url>`; `now` in ms since the epoch. */
export function keyIssuedAt(now: number): string {
  return keyUntil(now + KEY_LASTS_MS);
}

/** Whether this process issued the text as a key, and it has not ended. */
export function isKey(text: string, now: number): boolean {
  const end = Number(text.split(".", 1)[0]);
  const [given, own] = [Buffer.from(text), Buffer.from(keyUntil(end))];
  return given.length === own.length && timingSafeEqual(given, own) && now < end;
}

function keyUntil(end: number): string {
  return `${end}.${createHmac("sha256", SECRET).update(String(end)).digest("base64url")}`;
}
