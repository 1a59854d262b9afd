// `eventWebhooks.test`: a real signed request now, and what came of it.
import type { EngineClient } from "../../engine/thread/client.ts";
import { asTest } from "../../engine/attempt/test-event.ts";
import type { Settings } from "../../config/settings.ts";
import { toRecord, type EnvelopeContext } from "../../event/envelope.ts";
import { sampleDraft } from "../../event/sample.ts";
import { EVENT_TYPES, type EventType } from "../../generated/event-types.ts";
import { showDelivery, type LogReader } from "../../view/questions.ts";
import type { DeliveryDetail } from "../../view/delivery.ts";

export interface TestParams {
  endpoint: string;
  /** Event type of the sample. Default: `webhook.test`. */
  event?: string;
}

/** `sent: false`: why nothing was sent. */
export type TestResult =
  | { sent: false; reason: string }
  /** `detail` has no attempt when it took longer than the endpoint's own timeout. */
  | ({ sent: true } & DeliveryDetail);

export interface TestPorts {
  client: EngineClient;
  log: LogReader;
  envelope: EnvelopeContext;
  settings: Settings;
  now: () => number;
}

/** Beyond the endpoint's own timeout: the commits before and after the attempt. */
const GRACE_MS = 2000;

/** Undefined: no such endpoint. */
export async function sendTest(
  ports: TestPorts,
  { endpoint: name, event: type = "webhook.test" }: TestParams,
): Promise<TestResult | undefined> {
  const { client, log } = ports;
  const endpoint = ports.settings.endpoints.find((each) => each.name === name);
  if (!endpoint) return undefined;
  const obstacle = await obstacleOf(client, name);
  if (obstacle !== undefined) return { sent: false, reason: obstacle };
  if (!isEventType(type)) {
    return {
      sent: false,
      reason: `there is no event "${type}"; there are ${EVENT_TYPES.join(", ")}`,
    };
  }
  const sample = asTest(toRecord(sampleDraft(type, ports.now()), ports.envelope));
  const started = await client.call("sendTest", [name, sample]);
  if (!started) return { sent: false, reason: "the endpoint is not open" };
  const { deliveryId: id } = started;
  // Of a feed nobody knows when it is read.
  if (!endpoint.feed) await untilTried(client, id, endpoint.timeoutMs + GRACE_MS);
  const detail = await showDelivery(log, { id, body: true });
  if (!detail) return undefined;
  // What the receiver answered is worth seeing; what was sent is a sample that everybody knows.
  const { body: _, ...shown } = detail;
  return { sent: true, ...shown };
}

async function obstacleOf(client: EngineClient, name: string): Promise<string | undefined> {
  const { endpoints } = await client.call("health", []);
  const { state, reason } = endpoints.find(({ endpoint }) => endpoint === name) ?? {};
  // A parked one is tried all the same: the sample waits its turn to be the probe.
  if (state !== "held" && state !== "disabled" && state !== "paused") return undefined;
  return `the endpoint is ${state}${reason === undefined ? "" : `: ${reason}`}`;
}

/** Looks again after each commit of the engine, until an attempt was made or the time is over. */
async function untilTried(client: EngineClient, id: string, withinMs: number): Promise<void> {
  const { signals } = client;
  await new Promise<void>((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer);
      signals.off("settled", look);
      resolve();
    };
    const look = (): void => {
      client.call("show", [id]).then((shown) => {
        if ((shown?.delivery.attempts ?? 0) > 0) done();
      }, reject);
    };
    const timer = setTimeout(done, withinMs);
    signals.on("settled", look);
    look();
  });
}

function isEventType(type: string): type is EventType {
  return (EVENT_TYPES as readonly string[]).includes(type);
}
