import { WebhookProblem } from "./problem.ts";

/** The body as it came; a string stands for its UTF-8 bytes. */
export type RawBody = string | Uint8Array | ArrayBuffer;

const HOW =
  "A signature is over the bytes as they came, and JSON that is written anew differs. Let this handler read the request itself: register it before express.json() and the like, or keep the bytes (express.raw({ type: () => true }) on its path, or a `rawBody`).";

/** Throws `body-parsed` for everything that is not text or bytes. */
export function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  // A copy where it is shared memory: Web Crypto takes no other.
  if (body instanceof Uint8Array) {
    return body.buffer instanceof ArrayBuffer
      ? (body as Uint8Array<ArrayBuffer>)
      : new Uint8Array(body);
  }
  const found = body === null || body === undefined ? "no body" : "a parsed body";
  throw new WebhookProblem("body-parsed", `Expected the raw body, found ${found}. ${HOW}`);
}

/** Of a request whose body somebody has read and not kept. */
export function consumed(): WebhookProblem {
  return new WebhookProblem("body-parsed", `Something read the body before this handler. ${HOW}`);
}

/** All bytes of a stream; throws `body-too-large` as soon as there are more than `maxBytes`. */
export async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    parts.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

export function tooLarge(maxBytes: number): WebhookProblem {
  return new WebhookProblem(
    "body-too-large",
    `The body is longer than maxBodyBytes (${maxBytes}); the endpoint's batch.maxBytes and the Gateway's limits.maxEventBytes say how long bodies get.`,
  );
}
