import { checkOptions, MAX_BODY_BYTES, receive, type ReceiveOptions } from "./receive.ts";
import type { RawBody } from "./raw-body.ts";

interface FastifyReply {
  code(status: number): FastifyReply;
  headers(headers: Readonly<Record<string, string>>): FastifyReply;
  send(body: string): unknown;
}

interface FastifyRequest {
  body?: unknown;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of Fastify's instance that is used. */
export interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: "buffer"; bodyLimit?: number },
    parse: (request: never, body: never, done: (error: null, body?: unknown) => void) => void,
  ): unknown;
  post(
    path: string,
    options: { bodyLimit: number },
    handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): unknown;
}

/**
 * A plugin: `app.register(webhooks({ path: "/webhooks", secret, on: { … } }))`. It reads bodies as
 * bytes on its own path alone: the parsers of the rest of the app stay as they are.
 */
export function webhooks(
  options: ReceiveOptions & { path: string },
): (app: FastifyLike) => Promise<void> {
  checkOptions(options);
  const bodyLimit = options.maxBodyBytes ?? MAX_BODY_BYTES;
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) => {
      done(null, body);
    });
    app.post(options.path, { bodyLimit }, async (request, reply) => {
      const { status, headers, body } = await receive(
        request.body as RawBody,
        request.headers,
        options,
      );
      return reply.code(status).headers(headers).send(body);
    });
  };
}
