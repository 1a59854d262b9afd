// Gets what stands at one address, through the transport of the deliveries, and with it through the guard. Tries once.
import type { ProxySettings } from "../../config/settings.ts";
import type { Answer, OutgoingRequest, Transport } from "../attempt/outgoing.ts";

export interface FetchPorts {
  transport: Pick<Transport, "send">;
  userAgent: string;
  signal: AbortSignal;
  /** Of all endpoints; "misunderstood": one is set, and nothing goes past it. */
  proxy: () => ProxySettings | "misunderstood" | false | undefined;
}

export type Fetched =
  | { ok: true; text: string; headers: Readonly<Record<string, string>> }
  /** `reason` begins with what was not had: the host and why. */
  | { ok: false; reason: string };

const TIMEOUT_MS = 5000;
/** Sets of keys with certificates in them were seen with 20 kB. */
const MAX_BYTES = 262_144;

/** Never rejects. A redirect is not followed: the pin would not hold for where it leads. */
export async function fetchDocument(
  { transport, userAgent, signal, proxy }: FetchPorts,
  url: string,
  allowPrivateNetwork: OutgoingRequest["allowPrivateNetwork"] = false,
): Promise<Fetched> {
  const host = URL.parse(url)?.host ?? "its address";
  const way = proxy();
  if (way === "misunderstood") {
    return {
      ok: false,
      reason: `${host} was not asked: the proxy of all endpoints is not understood`,
    };
  }
  const answer = await transport.send(
    {
      method: "GET",
      url,
      headers: { Accept: "application/json, */*", "User-Agent": userAgent },
      body: "",
      timeoutMs: TIMEOUT_MS,
      connectTimeoutMs: TIMEOUT_MS,
      allowPrivateNetwork,
      connections: 1,
      maxAnswerBytes: MAX_BYTES,
      ...(way && { proxy: way }),
    },
    signal,
  );
  return readAnswer(host, answer);
}

function readAnswer(host: string, answer: Answer): Fetched {
  if (answer.kind === "failure") return { ok: false, reason: `${host}: ${answer.message}` };
  const { status, body: text, headers } = answer;
  return status === 200
    ? { ok: true, text, headers }
    : { ok: false, reason: `${host} answers HTTP ${status}` };
}
