// Settings with an endpoint that was taken out, where it stood and as it was written. Pure.
import { isRecord } from "../problem/path.ts";
import { findEndpoint, keysOf, readAt, type UrlsOfFormats } from "./endpoints.ts";
import { withValue } from "./merge.ts";
import type { Plan, Settings } from "./planned.ts";

export interface TakenOut {
  name: string;
  /** Where it stood: `endpoints[2]`. */
  path: string;
  /** As it was written. */
  raw: Settings;
  /** It goes to the end of its list, wherever it stood. */
  toEnd?: boolean;
}

/** In a list that has become shorter it stands last. */
export function putBack(
  block: Settings,
  { name, path, raw, toEnd = false }: TakenOut,
  urls: UrlsOfFormats,
): Plan {
  if (findEndpoint(block, name, urls).ok)
    return { ok: false, why: `there is an endpoint "${name}" again already` };
  const keys = keysOf(path);
  const [above, last] = [keys.slice(0, -1), keys.at(-1) ?? ""];
  const holder = readAt(block, above);
  const byHand = { what: `Put this endpoint into "${above.join(".")}"`, value: { name, ...raw } };
  if (typeof last === "string") {
    if (holder !== undefined && !isRecord(holder))
      return { ok: false, why: `"${above.join(".")}" is no map of names any more` };
    const after = withValue(block, keys, raw) as Settings;
    return { ok: true, block: after, name, at: path, byHand };
  }
  if (holder !== undefined && !Array.isArray(holder))
    return { ok: false, why: `"${above.join(".")}" is no list any more` };
  const others = (holder ?? []) as unknown[];
  const index = toEnd ? others.length : Math.min(last, others.length);
  const after = withValue(block, above, others.toSpliced(index, 0, raw)) as Settings;
  return { ok: true, block: after, name, at: path.replace(/\d+(?=\]$)/, String(index)), byHand };
}
