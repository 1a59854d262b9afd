// Sends what one try consists of: by itself, in several parts, or together with other tries of its endpoint.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { joined } from "../../outbound/request/batch.ts";
import type { Message } from "../../outbound/request/outgoing-message.ts";
import { createJoin, NO_PROOFS, type Batched, type Join, type Sent } from "./batch.ts";
import type { AttemptPorts } from "./outgoing.ts";
import { sendInOrder } from "./parts.ts";
import { requestOf } from "./request-of.ts";
import { createRequests } from "../pace/requests.ts";
import type { Claim } from "../store/store.ts";
import { turnComes } from "./turn.ts";

/** Gone with the endpoint's settings; what waits in an old one is still sent. */
const joins = new WeakMap<PreparedEndpoint, Join>();

export async function sendMessages(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
  messages: readonly Message[],
): Promise<Batched | undefined> {
  const [message] = messages;
  if (prepared.batch && message) return joinOf(ports, prepared)({ claim, message });
  let proofs = NO_PROOFS;
  const answer = await sendInOrder({
    prepared,
    deliveryId: claim.delivery.id,
    messages,
    now: () => ports.clock.now(),
    turn: turnsOf(ports),
    async send(part, timeoutMs) {
      const sent = await sendOne(ports, prepared, claim, { message: part, timeoutMs });
      proofs = sent.proofs;
      return sent.answer;
    },
  });
  return answer && { answer, proofs, first: true };
}

function turnsOf({ requests, clock, signal }: AttemptPorts): (until: number) => Promise<boolean> {
  if (!requests) return () => Promise.resolve(true);
  return (until) => turnComes({ requests, clock, signal }, until);
}

function joinOf(ports: AttemptPorts, prepared: PreparedEndpoint): Join {
  const known = joins.get(prepared);
  if (known) return known;
  const { batch } = prepared;
  if (!batch) throw new Error("this endpoint has no batches");
  const { timeoutMs } = prepared.endpoint;
  const join = createJoin(prepared, batch, {
    clock: ports.clock,
    signal: ports.signal,
    requests: ports.requests ?? createRequests({ limits: undefined, shared: batch.maxEvents }),
    send: (entries, about) => {
      const message = joined(entries.map((entry) => entry.message));
      return sendOne(ports, prepared, about, { message, timeoutMs });
    },
  });
  joins.set(prepared, join);
  return join;
}

async function sendOne(
  ports: AttemptPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
  { message, timeoutMs }: { message: Message; timeoutMs: number },
): Promise<Sent> {
  const at = ports.clock.now();
  const number = claim.delivery.attempts + 1;
  const { userAgent, transport, signal } = ports;
  const made = requestOf(prepared, claim, { number, at, message, userAgent });
  if (!made.ok) return { answer: { kind: "unrendered", message: made.error }, proofs: NO_PROOFS };
  const answer = await transport.send({ ...made.request, timeoutMs }, signal);
  return { answer, proofs: made.proofs };
}
