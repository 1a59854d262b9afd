// Picks the secrets that count now, and compares texts with them in constant time.
// Must not put any part of a secret into a reason.
import { hash, timingSafeEqual } from "node:crypto";
import type { Secret } from "../../config/settings.ts";

type UsableSecrets = { ok: true; values: readonly string[] } | { ok: false; reason: string };

/** Expired and empty secrets are left out: an empty one would be a key that everybody knows. */
export function usableSecrets(secrets: readonly Secret[], now: number): UsableSecrets {
  const filled = secrets.filter(({ value }) => value !== "");
  if (filled.length === 0) return { ok: false, reason: "no secret is set" };
  const current = filled.filter(({ expiresAt = Infinity }) => expiresAt > now);
  if (current.length === 0) return { ok: false, reason: "every secret has expired" };
  return { ok: true, values: current.map(({ value }) => value) };
}

/** Compares digests of equal length, so that the time tells neither length nor common prefix. */
export function isSameText(given: string | Uint8Array, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** Node reads header bytes as Latin-1; a secret is UTF-8. This gives back the bytes that were sent. */
export function headerBytes(value: string): Buffer {
  return Buffer.from(value, "latin1");
}

function digest(text: string | Uint8Array): Buffer {
  return hash("sha256", text, "buffer");
}
