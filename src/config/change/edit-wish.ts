// Settings in which what was named of an endpoint is otherwise, and the rest of it as it was. Pure.
import { isRecord } from "../problem/path.ts";
import { editEndpoint, findEndpoint, type UrlsOfFormats } from "./endpoints.ts";
import type { Plan, Settings } from "./planned.ts";

/** `wish`: undefined takes a setting out; of a `filter` only what is named changes. */
export function editByWish(
  block: Settings,
  name: string,
  wish: Settings,
  urls: UrlsOfFormats,
): Plan {
  const found = findEndpoint(block, name, urls);
  if (!found.ok) return found;
  const { filter, ...changes } = wish;
  // The rest of a filter is not what was asked about.
  const merged = isRecord(filter)
    ? { ...changes, filter: withChanges(found.raw["filter"], filter) }
    : changes;
  return editEndpoint(block, name, merged, urls);
}

/** Undefined when nothing is left. */
function withChanges(before: unknown, changes: Settings): Settings | undefined {
  const entries = Object.entries({ ...(isRecord(before) ? before : {}), ...changes });
  const left = entries.filter(([, value]) => value !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
