// What engine tests start from: an endpoint, settings, records, and a scripted network at the port.
import type { Endpoint, Settings } from "../../src/config/settings.ts";
import { createIdSource } from "../../src/engine/ids.ts";
import type { Answer, OutgoingRequest, Transport } from "../../src/engine/attempt/outgoing.ts";
import type { EventRecord } from "../../src/engine/record.ts";
import { DEFAULT_LOG } from "../../src/engine/log/janitor.ts";

const ids = createIdSource();

export function endpointOf(overrides: Partial<Endpoint> = {}): Endpoint {
  return {
    name: "main",
    url: "https://example.com/hook",
    secrets: [{ value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }],
    events: ["*"],
    filter: {},
    headers: {},
    retry: { kind: "schedule", delaysMs: [5000, 30_000, 120_000] },
    timeoutMs: 15_000,
    connectTimeoutMs: 5000,
    concurrency: 4,
    disableAfterMs: 432_000_000,
    ordering: "none",
    payload: "full",
    allowPrivateNetwork: false,
    ...overrides,
  };
}

export function settingsOf(...endpoints: Endpoint[]): Settings {
  return {
    instanceId: "node-1",
    endpoints,
    inbound: { enabled: false, basePath: "/in", routes: [], concurrency: 1, maxWaiting: 1 },
    log: { ...DEFAULT_LOG, maxAgeMs: 86_400_000, maxRows: 10_000, responseBytes: 64 },
    limits: { maxEventBytes: 1_048_576, maxQueuedEvents: 1000, maxQueuedBytes: 8_388_608 },
    problems: [],
    warnings: [],
  };
}

export function eventOf(overrides: Partial<EventRecord> = {}): EventRecord {
  const at = overrides.at ?? Date.UTC(2026, 2, 14, 10, 30);
  const id = overrides.id ?? ids.next("evt", at);
  const type = overrides.type ?? "message.sent";
  const timestamp = new Date(at).toISOString();
  const data = { agentId: "main", message: { role: "assistant", content: "Hello" } };
  const json = JSON.stringify({ id, type, timestamp, instanceId: "node-1", data });
  return { id, type, at, agentId: "main", json, ...overrides };
}

/** An answer with this status. */
export function reply(status: number, headers: Record<string, string> = {}): Answer {
  return { kind: "response", status, headers, body: "", timings: { total: 1 } };
}

export interface Sent {
  request: OutgoingRequest;
  /** Ends it; requests without an automatic answer hang until then. */
  answer: (answer: Answer) => void;
}

export interface ScriptedTransport extends Transport {
  sent: Sent[];
  /** Requests that are not answered yet. */
  open: () => number;
  /** The most that ever were open at once. */
  peak: () => number;
}

/** `script` gives the answer of each request, or undefined to let it hang until it is answered or aborted. */
export function createScriptedTransport(
  script: (request: OutgoingRequest, index: number) => Answer | undefined,
): ScriptedTransport {
  const sent: Sent[] = [];
  let open = 0;
  let peak = 0;
  return {
    sent,
    open: () => open,
    peak: () => peak,
    send(request, signal) {
      open += 1;
      peak = Math.max(peak, open);
      return new Promise<Answer>((resolve) => {
        const answer = (given: Answer): void => {
          open -= 1;
          resolve(given);
        };
        sent.push({ request, answer });
        const given = script(request, sent.length - 1);
        if (given) answer(given);
        else signal.addEventListener("abort", () => answer(aborted()), { once: true });
      });
    },
    close: () => Promise.resolve(),
  };
}

function aborted(): Answer {
  return { kind: "failure", errorClass: "internal", message: "aborted", timings: { total: 1 } };
}
