// Hono, on every runtime that it knows.
import type { RawBody } from "./raw-body.ts";
import { checkOptions, type ReceiveOptions } from "./receive.ts";
import { respondTo } from "./web-request.ts";

/** The part of Hono's `Context` that is used. */
export interface HonoContext {
  req: {
    raw: Request;
    /** What a middleware read before; Hono keeps it as it was read. */
    bodyCache?: { text?: Promise<string>; arrayBuffer?: Promise<ArrayBuffer> };
  };
}

/**
 * `app.post("/webhooks", handler({ secret, on: { … } }))`. A middleware before it may read the body as
 * text, JSON or bytes, of which Hono keeps what came; as a form or a blob it may not.
 */
export function handler(options: ReceiveOptions): (context: HonoContext) => Promise<Response> {
  checkOptions(options);
  return ({ req: { raw, bodyCache } }) => {
    const kept: Promise<RawBody> | undefined = bodyCache?.arrayBuffer ?? bodyCache?.text;
    return respondTo(raw, options, kept);
  };
}
