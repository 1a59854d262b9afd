// Times as people write and read them. Reads no clock.
import { Failure } from "../failure.ts";

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `2h` before now, or a date or time (local where it names no zone), as ISO 8601. Throws `Failure` "misuse". */
export function readTime(option: string, text: string, now: number): string {
  const [, count, unit] = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim()) ?? [];
  if (count !== undefined && unit !== undefined) {
    return new Date(now - Number(count) * (UNITS[unit] ?? 0)).toISOString();
  }
  const [, date, time = "T00:00"] = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(text.trim()) ?? [];
  const at = new Date(date === undefined ? Number.NaN : date + time);
  if (Number.isNaN(at.getTime())) {
    throw new Failure("misuse", `${option}: write 30m, 2h, 7d or 2026-03-14T10:30, not "${text}"`);
  }
  return at.toISOString();
}

/** `500ms`, `2s`, `1m` in ms. Throws `Failure` "misuse". */
export function readDuration(option: string, text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})\s*(ms|s|m)$/.exec(text.trim()) ?? [];
  if (count !== undefined) return Number(count) * (unit === "ms" ? 1 : (UNITS[unit] ?? 0));
  throw new Failure("misuse", `${option}: write 500ms, 2s or 1m, not "${text}"`);
}

/** `30m`, `24h`, `7d`, or `0` in ms. Throws `Failure` "misuse". */
export function readSpan(option: string, text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim()) ?? [];
  if (count !== undefined) return Number(count) * (UNITS[unit] ?? 0);
  if (text.trim() === "0") return 0;
  throw new Failure("misuse", `${option}: write 30m, 24h, 7d or 0, not "${text}"`);
}

/** Local time of the day, with the date when it was another day. */
export function clockTime(iso: string, now: number): string {
  const at = new Date(iso);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === new Date(now).toDateString()) return `${time}:${two(at.getSeconds())}`;
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

/** A sentence with its ISO 8601 times told as `clockTime` tells them. */
export function withLocalTimes(sentence: string, now: number): string {
  const iso = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
  return sentence.replaceAll(iso, (time) => clockTime(time, now));
}

/** `12 s`, `3 min`, `2 h`, `5 d`: one unit, rounded. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 129_600_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
