// An engine that runs in the test itself: manual time, a scripted network, a store in memory.
import type { Endpoint } from "../../src/config/settings.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Answer, OutgoingRequest } from "../../src/engine/attempt/outgoing.ts";
import type { Delivery } from "../../src/engine/record.ts";
import type { Inbox } from "../../src/engine/inbox/inbox.ts";
import type { Store } from "../../src/engine/store/store.ts";
import { createScriptedTransport, settingsOf } from "./engine-fixture.ts";
import type { ScriptedTransport } from "./engine-fixture.ts";
import { createManualClock } from "./manual-clock.ts";
import type { ManualClock } from "./manual-clock.ts";
import { openMemoryInbox } from "./memory-inbox.ts";
import { openMemoryStore } from "./memory-store.ts";

export interface InlineEngine {
  engine: Engine;
  clock: ManualClock;
  store: Store;
  inbox: Inbox;
  transport: ScriptedTransport;
  notices: string[];
  /** All deliveries, oldest first. */
  deliveries: () => Promise<Delivery[]>;
}

export interface InlineOptions {
  endpoints: Endpoint[];
  script?: (request: OutgoingRequest, index: number) => Answer | undefined;
  store?: Store;
  clock?: ManualClock;
  /** Default: no jitter. */
  random?: () => number;
}

/** Starts and configures it. */
export async function startInlineEngine(options: InlineOptions): Promise<InlineEngine> {
  const { store = openMemoryStore(), clock = createManualClock(), random = () => 0 } = options;
  const transport = createScriptedTransport(options.script ?? (() => undefined));
  const inbox = openMemoryInbox();
  const engine = createEngine({ store, inbox, transport, clock, random, userAgent: "test/1" });
  const notices: string[] = [];
  engine.signals.on("notice", ({ message }) => notices.push(message));
  await engine.start();
  await engine.configure(settingsOf(...options.endpoints));
  await clock.settle();
  const deliveries = async (): Promise<Delivery[]> =>
    (await store.list({ limit: 10_000 })).toReversed();
  return { engine, clock, store, inbox, transport, notices, deliveries };
}
