// A process that does nothing but capture events, and is killed for it.
// Arguments: path of the log, URL of the receiver, number of this life, seed, and of a shared log its place as JSON;
// life 0 captures nothing, ends when everything is settled, and leaves in order. Tells its parent each id that is durable.
import { setTimeout } from "node:timers/promises";
import type { Settings } from "../src/config/settings.ts";
import { createEngineClient } from "../src/engine/thread/client.ts";
import { eventOf, settingsOf } from "../test/support/engine-fixture.ts";
import { localEndpoint } from "../test/support/running-engine.ts";
import { createDice } from "./dice.ts";
import { UNWANTED } from "./rough-receiver.ts";
import { DEFAULT_LOG } from "../src/engine/log/janitor.ts";

const SESSIONS = 20;
const LARGEST_BURST = 40;
/** More than that unsettled, and the writer waits: the backlog must not grow with the rounds. */
const MOST_UNSETTLED = 300;
/** Sequences of a later life are higher. */
const LIFE = 1_000_000;

/** Also without a sign: of a shared log another one may settle the last. */
const LOOK_MS = 250;

const [path = "", url = "", life = "0", seed = "1", place] = process.argv.slice(2);
const shared =
  place === undefined
    ? undefined
    : (JSON.parse(place) as { url: string; schema: string; instance: string });
const dice = createDice(Number(seed));
const retry = {
  kind: "exponential",
  maxAttempts: 20,
  backoffMs: 20,
  maxBackoffMs: 500,
  factor: 2,
} as const;
// Longer than any stutter of the machine: a timeout would look like a repeat without need.
const patient = { retry, timeoutMs: 60_000, connectTimeoutMs: 30_000, concurrency: 16 };
const settings: Settings = {
  ...settingsOf(
    localEndpoint(`${url}/free`, { ...patient, name: "free" }),
    localEndpoint(`${url}/ordered`, { ...patient, name: "ordered", ordering: "session" }),
  ),
  ...(shared && { instanceId: shared.instance, store: shared }),
  // Nothing is pruned: every row is accounted for.
  log: { ...DEFAULT_LOG, maxAgeMs: 86_400_000, maxRows: 10_000_000, responseBytes: 64 },
};
const client = createEngineClient({ path, settings, userAgent: "openclaw-event-webhooks/soak" });
// Listening keeps the process alive.
process.on("message", () => undefined);
client.signals.on("notice", ({ message }) => console.error(message));

/** Undefined while a shared log is away, and nobody can say. */
async function unsettled(): Promise<number | undefined> {
  try {
    const { pending, failed } = await client.call("stats", []);
    return pending + failed;
  } catch (error) {
    if (shared === undefined) throw error;
    return undefined;
  }
}

/** Waits until at most `most` deliveries are not settled. */
async function backlog(most: number): Promise<void> {
  for (;;) {
    const changed = new Promise<void>((resolve) => client.signals.once("settled", () => resolve()));
    if (((await unsettled()) ?? Infinity) <= most) return;
    await Promise.race([changed, setTimeout(LOOK_MS)]);
  }
}

/** Nobody holds up a Gateway's events because the log is away: they come, a little slower. */
async function restOrBacklog(): Promise<void> {
  if ((await unsettled()) === undefined) await setTimeout(LOOK_MS);
  else await backlog(MOST_UNSETTLED);
}

function captureOne(number: number): string {
  const at = Date.now();
  const session = `${shared?.instance ?? ""}session-${dice.between(1, SESSIONS)}`;
  const data = { session, sequence: Number(life) * LIFE + number };
  const event = eventOf({
    at,
    type: dice.next() < 0.02 ? UNWANTED : "message.sent",
    sessionKey: session,
    json: JSON.stringify({ timestamp: new Date(at).toISOString(), data }),
  });
  if (!client.capture(event)) throw new Error("the queue is full");
  return event.id;
}

async function captureUntilKilled(): Promise<void> {
  for (let number = 0; ;) {
    const burst = Array.from({ length: dice.between(1, LARGEST_BURST) }, () => {
      number += 1;
      return captureOne(number);
    });
    if (!(await client.flush(60_000))) throw new Error("nothing was acknowledged in a minute");
    process.send?.(burst);
    await restOrBacklog();
  }
}

if (life === "0") {
  await backlog(0);
  await client.stop(10_000);
  process.disconnect();
} else {
  await captureUntilKilled();
}
