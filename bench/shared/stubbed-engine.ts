// One engine of some on a shared store, whose network answers at once: what sharing costs, without what sending does. Told
// by its parent how far all of them are; tells how far it is, and when it was done.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { systemClock } from "../../src/engine/clock.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { openSharedStore } from "../../src/engine/store/postgres/open.ts";
import { eventRecord, settingsFor, USER_AGENT } from "../load.ts";

const [database = "", instance = "", engines = "1", count = "0", warmup = "0", window = "0"] =
  process.argv.slice(2);
const GROUP = 50;

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-"));
const store = openSharedStore({
  url: database,
  schema: "bench",
  spoolPath: join(directory, "spool.sqlite"),
  instance,
  version: "0",
  clock: systemClock,
  onAway: (message) => message !== undefined && console.error(message),
  onLost: console.error,
});
await store.start();
const engine = createEngine({
  store,
  inbox: store.inbox,
  transport: {
    send: async () => ({
      kind: "response",
      status: 204,
      headers: {},
      body: "",
      timings: { total: 1 },
    }),
    close: async () => undefined,
  },
  clock: systemClock,
  random: Math.random,
  userAgent: USER_AGENT,
});
await engine.start();
await engine.configure({ ...settingsFor("http://127.0.0.1:9/hook"), instanceId: instance });

/** Of all engines together: each may send what another has captured. */
let ofAll = 0;
process.on("message", (message: { ofAll: number }) => {
  ({ ofAll } = message);
});
let own = 0;
engine.signals.on("settled", ({ delivered }) => {
  own += delivered;
});

/** Captures its share of `total`, ahead by its share of the window, and ends when all of it is delivered. */
async function deliver(total: number): Promise<void> {
  const before = ofAll;
  const share = total / Number(engines);
  for (let captured = 0; ofAll - before < total;) {
    const most = Math.min(share, (ofAll - before) / Number(engines) + Number(window));
    while (captured < most) {
      const size = Math.min(GROUP, share - captured);
      void engine.capture(Array.from({ length: size }, () => eventRecord(Date.now())));
      captured += size;
    }
    await setTimeout(2);
    process.send?.({ own });
  }
}

await deliver(Number(warmup) * Number(engines));
const startedAt = Date.now();
await deliver(Number(count) * Number(engines));
process.send?.({ startedAt, endedAt: Date.now() });
await once(process, "disconnect");
await engine.stop(5000);
rmSync(directory, { recursive: true, force: true });
