// What an engine is made of. Types and nothing else.
import type { Transport } from "./attempt/outgoing.ts";
import type { Clock } from "./clock.ts";
import type { FindReach } from "./guard/reach.ts";
import type { SealedSecrets } from "./inbox/brought.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Store } from "./store/store.ts";

export interface EnginePorts {
  store: Store;
  /** Closed with the store. */
  inbox: Inbox;
  /** Closed with the store. Absent: what is brought is good for this process. */
  brought?: SealedSecrets;
  transport: Transport;
  /** Absent: an explanation does not look up addresses. */
  reach?: FindReach;
  clock: Clock;
  /** Numbers in [0, 1), for jitter. */
  random: () => number;
  /** `openclaw-event-webhooks/<version>` */
  userAgent: string;
  /** What addresses of replies are sealed with, asked when one is first stored. Absent: good for this process. */
  sealKey?: () => Uint8Array;
}
