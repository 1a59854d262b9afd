// Whether the log takes more than it may, and of which record the oldest must go then. Deletes nothing itself.
import type { Inbox } from "../inbox/inbox.ts";
import type { Signals } from "../signals.ts";
import type { Store } from "../store/store.ts";

export interface RoomPorts {
  store: Pick<Store, "space" | "stats">;
  inbox: Pick<Inbox, "oldestEnded">;
  signals: Pick<Signals, "emit">;
}

/** Rows to delete beyond the other bounds, of either record. */
export interface Extra {
  deliveries: number;
  requests: number;
}

export interface Room {
  /** For one step of at most `rows`: fewer where rows are large and little has to go. */
  extra: (maxBytes: number, rows: number) => Promise<Extra>;
  /** What a step has deleted: says so when there is no room and nothing that may go. */
  freed: (deleted: number, maxBytes: number) => void;
}

/** The write-ahead log is cut to this when it begins anew (`journal_size_limit`). */
const WAL_BYTES = 64 * 1024 * 1024;
/** Empty pages that the file keeps while it is cramped, and what a step commits before it is looked again. */
const SLACK = 0.95;
const NOTHING: Extra = { deliveries: 0, requests: 0 };

/** What the file may take of `log.maxBytes`; the rest is for the write-ahead log. */
export function fileShare(maxBytes: number): number {
  return maxBytes - Math.min(WAL_BYTES, maxBytes / 4);
}

export function createRoom({ store, inbox, signals }: RoomPorts): Room {
  let isOver = false;
  let isTold = false;

  return {
    async extra(maxBytes, rows) {
      const { usedBytes, oldestDeliveredAt = Infinity } = await store.space();
      const mostUsed = fileShare(maxBytes) * SLACK;
      isOver = usedBytes > mostUsed;
      if (!isOver) {
        isTold = false;
        return NOTHING;
      }
      const { pending, failed, delivered, dead } = await store.stats();
      const bytesPerRow = usedBytes / Math.max(1, pending + failed + delivered + dead);
      const wanted = Math.ceil((usedBytes - mostUsed) / bytesPerRow);
      const some = Math.min(rows, wanted);
      const oldestRequest = (await inbox.oldestEnded()) ?? Infinity;
      // Where neither is left, the store still has events that nobody heard, and dead deliveries.
      return oldestRequest < oldestDeliveredAt
        ? { ...NOTHING, requests: some }
        : { ...NOTHING, deliveries: some };
    },
    freed(deleted, maxBytes) {
      if (!isOver || deleted > 0 || isTold) return;
      isTold = true;
      const megabytes = Math.round(maxBytes / 1_000_000);
      signals.emit("notice", {
        level: "warn",
        message:
          `the log takes more than log.maxBytes (${megabytes} MB), and all that is left in it is pending, which is ` +
          "never deleted: see to what waits (openclaw webhook endpoints), or raise log.maxBytes",
      });
    },
  };
}
