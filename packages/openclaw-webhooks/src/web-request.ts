// One request of the Fetch API, however its framework hands it on.
import { Answer } from "./answer.ts";
import { consumed, readAll, tooLarge, type RawBody } from "./raw-body.ts";
import { MAX_BODY_BYTES, receive, refusal, type ReceiveOptions } from "./receive.ts";

/** `kept`: what a framework kept of a body that was read before, if that is the bytes. */
export async function respondTo(
  request: Request,
  options: ReceiveOptions,
  kept?: Promise<RawBody>,
): Promise<Response> {
  const { status, headers, body } = await answerTo(request, options, kept);
  return new Response(body === "" ? null : body, { status, headers });
}

async function answerTo(
  request: Request,
  options: ReceiveOptions,
  kept: Promise<RawBody> | undefined,
): Promise<Answer> {
  if (request.method !== "POST") {
    return new Answer(405, "webhooks are sent by POST", { allow: "POST" });
  }
  try {
    const body = request.bodyUsed && kept ? await kept : await rawBodyOf(request, options);
    return await receive(body, request.headers, options);
  } catch (error) {
    return refusal(error, options);
  }
}

async function rawBodyOf(
  request: Request,
  { maxBodyBytes = MAX_BODY_BYTES }: ReceiveOptions,
): Promise<Uint8Array> {
  if (request.bodyUsed) throw consumed();
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) {
    throw tooLarge(maxBodyBytes);
  }
  if (request.body === null) return new Uint8Array();
  return await readAll(chunksOf(request.body), maxBodyBytes);
}

/** Not every runtime's streams can be iterated. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}
