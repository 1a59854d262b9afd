// A record without what differs from run to run: ids, times, ports and paths.
import type { Observation } from "../../../src/event/observation.ts";

/** When every record begins: 2026-01-01T00:00:00Z. */
const BEGIN_MS = 1_767_225_600_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const HASH = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-f])/g;
const DAY_MS = 86_400_000;

export interface Recorded {
  scene: string;
  observations: Observation[];
}

/** `directory` is where the host ran. The order of times and the waits between them stay. */
export function normalise(records: readonly Recorded[], directory: string): Recorded[] {
  const first = records[0]?.observations[0]?.at ?? BEGIN_MS;
  const offset = first - BEGIN_MS;
  const names = new Map<string, string>();
  const numbered = (found: string, name: (number: number) => string): string => {
    const known = names.get(found) ?? name(names.size + 1);
    names.set(found, known);
    return known;
  };
  const text = (value: string): string =>
    value
      .replaceAll(directory, "/home/openclaw")
      .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:1")
      .replaceAll(UUID, (found) =>
        numbered(found, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`),
      )
      .replaceAll(HASH, (found) =>
        // Ids that a server here made up are the same every time.
        /^(.)\1+$/.test(found)
          ? found
          : numbered(found, (n) => String(n).padStart(found.length, "0")),
      )
      .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (found) =>
        new Date(Date.parse(found) - offset).toISOString(),
      );
  const number = (value: number): number => {
    if (Math.abs(value - first) < DAY_MS) return value - offset;
    if (Math.abs(value * 1000 - first) < DAY_MS) return Math.round(value - offset / 1000);
    return value;
  };
  const anything = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return number(value);
    if (Array.isArray(value)) return value.map(anything);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [text(key), anything(inner)]),
    );
  };
  return anything(records) as Recorded[];
}
