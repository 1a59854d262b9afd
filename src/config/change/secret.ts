// References to secrets, and what a rotation makes of the secrets that are there. Pure.
import { isRecord } from "../problem/path.ts";

const VARIABLE = /^\$\{[A-Z_][A-Z0-9_]*\}$/;
const REFERENCE = /^(env|file|exec|store):(?:([\w.-]+):)?(.+)$/;

/** `env:NAME` and the like as a SecretRef; undefined for any other text. */
export function readReference(text: string): string | object | undefined {
  if (VARIABLE.test(text)) return text;
  const [, source, provider = source === "env" ? "default" : undefined, id] =
    REFERENCE.exec(text) ?? [];
  if (id === undefined) return undefined;
  return { source, ...(provider !== undefined && { provider }), id };
}

/** `secrets`: the new setting, newest first; `why`: what keeps it from being rotated. */
export type Rotation = { ok: true; secrets: unknown } | { ok: false; why: string };

/** The schema's bound. */
const MOST_SECRETS = 10;

/**
 * The new one signs from now on, beside those that are valid, until `overlapMs` are over; 0 leaves the new one alone.
 * `now` in ms since the epoch.
 */
export function rotate(
  current: unknown,
  fresh: unknown,
  { overlapMs, now }: { overlapMs: number; now: number },
): Rotation {
  if (current === undefined)
    return {
      ok: false,
      why: "has no secret; `openclaw webhook edit <endpoint> --secret auto` gives it one",
    };
  if (overlapMs === 0) return { ok: true, secrets: fresh };
  const until = now + overlapMs;
  const entries: unknown[] = Array.isArray(current) ? current : [{ value: current }];
  const kept = entries.filter(isRecord).flatMap((entry) => {
    const expiresAt = entry["expiresAt"];
    const ends = typeof expiresAt === "string" ? Date.parse(expiresAt) : Infinity;
    if (ends <= now) return [];
    // One that is a variable, or no time, is left as it is.
    if (expiresAt !== undefined && !(ends > until)) return [entry];
    return [{ ...entry, expiresAt: new Date(until).toISOString() }];
  });
  if (kept.length >= MOST_SECRETS)
    return {
      ok: false,
      why: `has ${kept.length} secrets that are still valid: let some expire first`,
    };
  return { ok: true, secrets: [{ value: fresh }, ...kept] };
}
