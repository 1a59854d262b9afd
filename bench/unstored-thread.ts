// The engine's thread with a store that forgets what it commits: everything that ours does but keeping it.
import { StoreChanges } from "../src/engine/store/sqlite/write/store-changes.ts";
import { StoreQueries } from "../src/engine/store/sqlite/read/store-queries.ts";

let events = 0;
let delivered = 0;

StoreChanges.prototype.commit = (group) => {
  events += group.events.length;
  for (const { status } of group.settlements) if (status === "delivered") delivered += 1;
};
// The bench waits for `delivered`.
StoreQueries.prototype.stats = () => ({ events, delivered, pending: 0, failed: 0, dead: 0 });

await import("../src/engine/thread/thread.ts");
