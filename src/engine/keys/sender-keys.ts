// What senders publish, and what they want to be confirmed: asked for by the transport of the deliveries.
import type { Clock } from "../clock.ts";
import type { Signals } from "../signals.ts";
import { createConfirm, type Confirm } from "./confirm.ts";
import { fetchDocument, type FetchPorts } from "./fetch-document.ts";
import { createKeyRing, type KeyRing } from "./key-ring.ts";

export interface SenderKeys {
  publishedKeys: KeyRing["keys"];
  confirm: Confirm;
}

export function createSenderKeys(
  fetching: FetchPorts,
  { clock, signals }: { clock: Clock; signals: Signals },
): SenderKeys {
  const keyRing = createKeyRing({
    fetch: (url, allowPrivateNetwork) => fetchDocument(fetching, url, allowPrivateNetwork),
    now: clock.now,
    elapsed: () => performance.now(),
    onTrouble: (message) => signals.emit("notice", { level: "warn", message }),
  });
  return {
    publishedKeys: keyRing.keys,
    confirm: createConfirm((url) => fetchDocument(fetching, url)),
  };
}
