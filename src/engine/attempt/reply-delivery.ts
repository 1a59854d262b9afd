// A delivery that is a reply: where it goes stands in the request that it answers, and nowhere in the settings. What
// becomes of it says nothing of the endpoint, because each reply has an address of its own.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { echoMasker } from "../../outbound/own-secrets.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Seal } from "../inbox/seal.ts";
import type { Claim } from "../store/store.ts";
import { tryDelivery, type Tried } from "./attempt.ts";
import type { Answer, AttemptPorts, Transport } from "./outgoing.ts";

export interface ReplyPorts extends AttemptPorts {
  inbox: Pick<Inbox, "findRequest">;
  seal: Pick<Seal, "open">;
}

/** The same as `tryDelivery` for everything else. */
export async function tryAddressed(
  ports: ReplyPorts,
  prepared: PreparedEndpoint,
  claim: Claim,
): Promise<Tried | undefined> {
  const { replies } = prepared.endpoint;
  if (replies === undefined) return tryDelivery(ports, prepared, claim);
  const found = await addressOf(ports, replies, claim);
  const transport = found.ok ? toAddress(ports.transport, prepared, found.url) : nowhere(found.why);
  const tried = await tryDelivery({ ...ports, transport }, prepared, claim);
  if (tried === undefined) return undefined;
  const { settlement } = tried;
  const { nextAttemptAt: _never, ...last } = settlement;
  return {
    settlement: found.ok ? settlement : { ...last, status: "dead" },
    effect: { kind: "uncounted" },
  };
}

type Replies = NonNullable<PreparedEndpoint["endpoint"]["replies"]>;

async function addressOf(
  { inbox, seal, clock }: ReplyPorts,
  { hosts, withinMs }: Replies,
  { event }: Claim,
): Promise<{ ok: true; url: string } | { ok: false; why: string }> {
  const request = await inbox.findRequest(event.id.replace(/^evt_/, "req_"));
  const sealed = request?.job?.replyTo?.address;
  const url = sealed === undefined ? undefined : seal.open(sealed);
  if (request === undefined || url === undefined) return { ok: false, why: UNKNOWN };
  if (clock.now() > request.receivedAt + withinMs) return { ok: false, why: TOO_LATE };
  // Held to the settings of now, too.
  const target = URL.parse(url);
  const isAllowed = target?.protocol === "https:" && hosts.includes(target.host);
  return isAllowed ? { ok: true, url } : { ok: false, why: ELSEWHERE };
}

const UNKNOWN = "the address of this reply is not kept any more";
const TOO_LATE = "the address of this reply is not good any more: the run took too long";
const ELSEWHERE = "the address of this reply is none that its sender may have";

/** The address is a secret, and what answers there may repeat it. */
function toAddress(transport: Transport, { endpoint }: PreparedEndpoint, url: string): Transport {
  const mask = echoMasker({ ...endpoint, url });
  return {
    ...transport,
    async send(request, signal) {
      const { method = "POST", pages } = endpoint.replies ?? {};
      // Written so: the first message goes by the method of replies, those that it goes on in by another.
      const isFurther = pages !== undefined && request.method !== method;
      const to = isFurther ? { url: withoutEnd(url, pages.without) } : { url, method };
      const answer = await transport.send({ ...request, ...to }, signal);
      return answer.kind === "response" ? { ...answer, body: mask(answer.body) } : answer;
    },
  };
}

function withoutEnd(url: string, end: string): string {
  return url.endsWith(end) ? url.slice(0, -end.length) : url;
}

function nowhere(message: string): Transport {
  const answer: Answer = { kind: "failure", errorClass: "config", message, timings: { total: 0 } };
  return { send: async () => answer, close: async () => undefined };
}
