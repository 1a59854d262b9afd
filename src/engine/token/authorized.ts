// A transport that adds the token of an endpoint to its requests. Hands on everything else as it is.
import type { OAuth2 } from "../../config/settings.ts";
import { credentialMasker } from "../../outbound/own-secrets.ts";
import type { Answer, OutgoingRequest, Transport } from "../attempt/outgoing.ts";
import { askForToken, type Token, type TokenAnswer } from "./ask.ts";
import { createKeptToken, type KeptToken } from "./kept-token.ts";

const UNAUTHORIZED = 401;

/**
 * One token for each endpoint, for as long as its settings stand. The time of an attempt covers its token, too. A 401
 * renews the token and sends once more; what is answered then counts. The token is masked in what is answered.
 * `now`: ms, of a clock that nobody sets.
 */
export function withTokens(
  transport: Transport,
  now: () => number = () => performance.now(),
): Transport {
  const tokens = new WeakMap<OAuth2, KeptToken>();
  return {
    // Not async: of most requests there is nothing to wait for before the transport's own answer.
    send(request, signal) {
      if (request.oauth2 === undefined) return transport.send(request, signal);
      const { oauth2: auth, ...plain } = request;
      const token = tokens.get(auth) ?? createKeptToken(now);
      tokens.set(auth, token);
      return sendWith({ auth, token, transport, now }, plain, signal);
    },
    close: () => transport.close(),
  };
}

interface Way {
  auth: OAuth2;
  token: KeptToken;
  transport: Transport;
  now: () => number;
}

async function sendWith(
  { auth, token, transport, now }: Way,
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const until = now() + request.timeoutMs;
  const send = async (one: OutgoingRequest): Promise<Answer> => {
    const timeoutMs = Math.min(one.timeoutMs, until - now());
    return timeoutMs > 0 ? transport.send({ ...one, timeoutMs }, signal) : late(request);
  };
  const ask = (): Promise<TokenAnswer> =>
    askForToken(auth, request, (one) => transport.send(one, signal));
  const sendBy = async (used: Token): Promise<Answer> =>
    masked(await send(withToken(request, used)), auth, used);
  const first = await token.get(ask);
  if (!first.ok) return first.failure;
  const answer = await sendBy(first.token);
  if (answer.kind !== "response" || answer.status !== UNAUTHORIZED) return answer;
  const second = await token.renewed(first.token, ask);
  if (second === undefined) return answer;
  return second.ok ? sendBy(second.token) : second.failure;
}

function withToken(request: OutgoingRequest, { value }: Token): OutgoingRequest {
  const kept = Object.entries(request.headers).filter(
    ([name]) => name.toLowerCase() !== "authorization",
  );
  const headers = { ...Object.fromEntries(kept), Authorization: `Bearer ${value}` };
  return { ...request, headers };
}

function masked(answer: Answer, auth: OAuth2, { value }: Token): Answer {
  if (answer.kind !== "response" || answer.body === "") return answer;
  return { ...answer, body: credentialMasker(auth, value)(answer.body) };
}

function late({ timeoutMs }: OutgoingRequest): Answer {
  const message = `no time was left of ${timeoutMs} ms after the token was there: raise timeoutMs`;
  return { kind: "failure", errorClass: "token", message, timings: { total: timeoutMs } };
}
