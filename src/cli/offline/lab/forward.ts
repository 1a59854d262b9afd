// Passes what arrives on to another receiver of the operator's, byte for byte, and answers what that answers.
import { answer } from "../../../lab/behaviour.ts";
import type { Arrival } from "../../../lab/receiver.ts";
import type { Reply } from "../../../lab/steps.ts";
import { Failure } from "../../failure.ts";

/** What a request is answered, on the wire and in words. */
export interface Given {
  reply: Reply;
  text: string;
  /** Of the answer, where another receiver gave it. */
  status?: number;
}

/** Of this connection, not of the request. */
const HOP_BY_HOP = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
]);
const TIMEOUT_MS = 30_000;
/** What the sender reads of an answer. */
const PASSED_BACK = ["content-type", "retry-after", "webhook-delivery"];

/** Throws `Failure` "misuse" for what is no URL. The forwarder never rejects: who does not answer is a 502. */
export function createForwarder(url: string): (arrival: Arrival) => Promise<Given> {
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol)) {
    throw new Failure("misuse", `--forward-to: write an http or https URL, not "${url}"`);
  }
  return async ({ headers, body }) => {
    const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name));
    try {
      const response = await fetch(target, {
        method: "POST",
        headers: kept,
        body: new Uint8Array(body),
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const content = new Uint8Array(await response.arrayBuffer());
      const { status } = response;
      return {
        status,
        reply: answer(status, passedBack(response), content),
        text: `${status} by ${target.host}`,
      };
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } };
      const why = cause?.code ?? message;
      return { reply: answer(502), text: `502, ${target.host} did not answer: ${why}` };
    }
  };
}

function passedBack({ headers }: Response): Record<string, string> {
  const found = PASSED_BACK.map((name) => [name, headers.get(name)] as const);
  return Object.fromEntries(
    found.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
