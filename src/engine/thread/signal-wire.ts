// Carries the engine's signals from its thread to the Gateway's: both ends of the wire.
import type { Clock } from "../clock.ts";
import type { FromThread } from "./messages.ts";
import type { Settled, Signals } from "../signals.ts";

// Whoever watches needs to know that something changed, not each of ten thousand changes a second.
const TELL_SETTLED_MS = 250;

/** Receivers that wait to read hear of what is new within so long. */
const TELL_FEEDS_MS = 20;

/** Posts each signal of the engine; counts of commits are added up between two messages, and so are feeds. */
export function sendSignals(
  signals: Signals,
  clock: Clock,
  post: (message: FromThread) => void,
): void {
  let sum: Settled | undefined;
  signals.on("notice", (notice) => post({ kind: "notice", notice }));
  signals.on("endpoint", (change) => post({ kind: "endpoint", change }));
  signals.on("stirred", () => post({ kind: "stirred" }));
  signals.on("storage", (message) => post({ kind: "storage", message }));
  let feeds = new Set<string>();
  signals.on("feed", (endpoint) => {
    feeds.add(endpoint);
    if (feeds.size > 1) return;
    clock.after(TELL_FEEDS_MS, () => {
      post({ kind: "feed", endpoints: [...feeds] });
      feeds = new Set();
    });
  });
  signals.on("settled", (counts) => {
    if (sum) {
      add(sum, counts);
      return;
    }
    sum = { ...counts };
    clock.after(TELL_SETTLED_MS, () => {
      if (sum) post({ kind: "settled", counts: sum });
      sum = undefined;
    });
  });
}

/** Emits what `sendSignals` posted. Other messages are none of its business. */
export function emitSignal(signals: Signals, message: FromThread): void {
  switch (message.kind) {
    case "notice":
      signals.emit("notice", message.notice);
      return;
    case "endpoint":
      signals.emit("endpoint", message.change);
      return;
    case "feed":
      for (const endpoint of message.endpoints) signals.emit("feed", endpoint);
      return;
    case "storage":
      signals.emit("storage", message.message);
      return;
    case "stirred":
      signals.emit("stirred");
      return;
    case "settled":
      signals.emit("settled", message.counts);
  }
}

function add(sum: Settled, counts: Settled): void {
  sum.captured += counts.captured;
  sum.delivered += counts.delivered;
  sum.failed += counts.failed;
  sum.dead += counts.dead;
}
