import { KEEP_MS, LEASE_MS, type Seen, type SeenOptions } from "./seen.ts";

interface Entry {
  state: "running" | "done";
  until: number;
}

/** For one process that may forget when it ends. `maxIds`: the oldest are forgotten beyond it, default 100,000. */
export function memorySeen(
  options: SeenOptions & { maxIds?: number; now?: () => number } = {},
): Seen {
  const { keepMs = KEEP_MS, leaseMs = LEASE_MS, maxIds = 100_000, now = Date.now } = options;
  // In the order of insertion, so that the first one is the oldest.
  const entries = new Map<string, Entry>();
  return {
    begin(id) {
      const known = entries.get(id);
      if (known !== undefined && known.until > now()) return known.state;
      entries.delete(id);
      entries.set(id, { state: "running", until: now() + leaseMs });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxIds) break;
        entries.delete(oldest);
      }
      return "new";
    },
    end(id, handled) {
      entries.delete(id);
      if (handled) entries.set(id, { state: "done", until: now() + keepMs });
    },
  };
}
