// node:http, Express, Connect and whatever else hands on Node's request and response.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Answer } from "./answer.ts";
import { consumed, readAll } from "./raw-body.ts";
import { checkOptions, MAX_BODY_BYTES, receive, refusal, type ReceiveOptions } from "./receive.ts";

/** What parsers leave on a request. */
type NodeRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

/**
 * `createServer(handler({ secret, on: { … } }))`, `app.post("/webhooks", handler({ … }))`. Throws at
 * once where the secret is missing; a request never makes it throw.
 */
export function handler(
  options: ReceiveOptions,
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  checkOptions(options);
  return async (request, response) => {
    const answer = await answerTo(request, options);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
}

async function answerTo(request: NodeRequest, options: ReceiveOptions): Promise<Answer> {
  if (request.method !== "POST") {
    return new Answer(405, "webhooks are sent by POST", { allow: "POST" });
  }
  try {
    const body = await rawBodyOf(request, options.maxBodyBytes ?? MAX_BODY_BYTES);
    return await receive(body, request.headers, options);
  } catch (error) {
    return refusal(error, options);
  }
}

/** From the stream where nobody has read it; else what a parser kept, if that is the bytes. */
async function rawBodyOf(request: NodeRequest, maxBytes: number): Promise<Uint8Array | string> {
  if (!request.readableDidRead && !request.readableEnded) {
    try {
      // Not destroyed when it is too long: the answer goes by the same socket.
      return await readAll(request.iterator({ destroyOnReturn: false }), maxBytes);
    } finally {
      request.resume();
    }
  }
  for (const kept of [request.rawBody, request.body]) {
    if (typeof kept === "string" || kept instanceof Uint8Array) return kept;
  }
  throw consumed();
}
