// Gathers the tries of one endpoint into requests. Every try ends when its request is answered, and by what that
// answer says; a request that is refused for its content is sent again in halves, so that what is refused ends alone.
import { batchId, type BatchBounds } from "../../outbound/request/batch.ts";
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Proofs } from "../../outbound/signed-request.ts";
import type { Message } from "../../outbound/request/outgoing-message.ts";
import type { Claim } from "../store/store.ts";
import type { Result } from "./outcome.ts";
import { turnComes, type TurnPorts } from "./turn.ts";

/** One try that waits for others. */
export interface Entry {
  claim: Claim;
  message: Message;
}

export interface BatchPorts extends TurnPorts {
  /** Sends these in one request, which `about` is the label of. */
  send: (entries: readonly Entry[], about: Claim) => Promise<Sent>;
}

/** What came of a request, and the signatures in it. */
export interface Sent {
  answer: Result;
  proofs: Proofs;
}

export interface Batched extends Sent {
  /** Of all that one request told of the receiver, it is told once. */
  first: boolean;
}

/** Of what was not sent. */
export const NO_PROOFS: Proofs = () => [];

/** Sends one at once or lets it wait for more. Undefined: it is in no request that could be sent in its time. */
export type Join = (entry: Entry) => Promise<Batched | undefined>;

/** The receiver refuses what is in the request, or how much it is. */
const REFUSED_CONTENT = new Set([400, 413, 422]);
/** Within the slack of a lease; what is not sent by then counts as not tried. */
const LONGEST_SEARCH_MS = 15_000;

interface Waiting {
  entry: Entry;
  end: (batched?: Batched) => void;
}

export function createJoin(
  prepared: PreparedEndpoint,
  bounds: BatchBounds,
  ports: BatchPorts,
): Join {
  const { requests } = ports;
  let waiting: Waiting[] = [];
  let bytes = 0;
  let lastLeft = bounds.maxEvents;
  let cancel: (() => void) | undefined;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    const batch = waiting;
    waiting = [];
    bytes = 0;
    if (batch.length > 0) void leave(batch);
  }

  async function leave(batch: readonly Waiting[]): Promise<void> {
    const until = ports.clock.now() + LONGEST_SEARCH_MS;
    const isTurn = await turnComes(ports, until);
    requests.gathered(-batch.length);
    if (!isTurn) return giveBack(batch, lastLeft);
    lastLeft = batch.length;
    await send(batch, until);
  }

  async function send(batch: readonly Waiting[], until: number): Promise<void> {
    const entries = batch.map(({ entry }) => entry);
    const sent = await ports.send(entries, labelOf(entries));
    if (batch.length > 1 && isContentRefused(prepared, sent.answer)) {
      const half = Math.ceil(batch.length / 2);
      await search(batch.slice(0, half), until);
      await search(batch.slice(half), until);
      return;
    }
    requests.borne(batch.length);
    for (const [index, { end }] of batch.entries()) end({ ...sent, first: index === 0 });
  }

  async function search(half: readonly Waiting[], until: number): Promise<void> {
    if (await turnComes(ports, until)) await send(half, until);
    else giveBack(half, half.length);
  }

  /** They are not tried, and what comes next asks for less at once: so a search goes on where it ended. */
  function giveBack(batch: readonly Waiting[], most: number): void {
    requests.narrow(most);
    for (const { end } of batch) end();
  }

  ports.signal.addEventListener("abort", flush, { once: true });

  return (entry) =>
    new Promise((end) => {
      const size = Buffer.byteLength(entry.message.body) + 1;
      if (waiting.length > 0 && bytes + size > bounds.maxBytes) flush();
      waiting.push({ entry, end });
      requests.gathered(1);
      bytes += size;
      if (waiting.length >= requests.most() || bytes >= bounds.maxBytes) flush();
      else cancel ??= ports.clock.after(bounds.maxWaitMs, flush);
    });
}

function isContentRefused({ readAnswer }: PreparedEndpoint, answer: Result): boolean {
  if (answer.kind !== "response") return false;
  const reading = readAnswer?.(answer);
  if (reading?.delivered === true) return false;
  return REFUSED_CONTENT.has(answer.status) || reading?.givesUp === true;
}

/** As which a request of several is labelled: an id of its own, and whatever of them matters most. */
function labelOf(entries: readonly Entry[]): Claim {
  const claims = entries.map(({ claim }) => claim);
  const [first] = claims;
  if (!first) throw new Error("a batch holds at least one event");
  const id = batchId(claims.map(({ event }) => event.id));
  const hops = Math.max(...claims.map(({ event }) => event.hops ?? 0));
  const attempts = Math.max(...claims.map(({ delivery }) => delivery.attempts));
  const { id: _id, replay: _replay, ...delivery } = first.delivery;
  const isReplay = claims.every(({ delivery: each }) => each.replay === true);
  return {
    delivery: { ...delivery, id, attempts, ...(isReplay && { replay: true as const }) },
    event: { id, type: "batch", at: first.event.at, json: "", ...(hops > 0 && { hops }) },
  };
}
