// What users do to the raw body, in the genuine frameworks: either the bytes are still there, or the request is
// refused with words that say what to do.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished } from "vitest";
import { handler as nodeHandler } from "../../packages/openclaw-webhooks/src/node.ts";
import {
  handler as honoHandler,
  type HonoContext,
} from "../../packages/openclaw-webhooks/src/hono.ts";
import { webhooks, type FastifyLike } from "../../packages/openclaw-webhooks/src/fastify.ts";
import type { ReceiveOptions } from "../../packages/openclaw-webhooks/src/receive.ts";
import { SECRET } from "./gateway.ts";

// Installed by this project of tests alone, so that the compiler cannot be shown their types.
const load = createRequire(import.meta.url) as unknown as {
  (name: "express"): Express;
  (name: "fastify"): () => Fastify;
  (name: "hono"): { Hono: new () => Hono };
};

type Step = (
  request: IncomingMessage & { rawBody?: Buffer },
  response: ServerResponse,
  next: () => void,
) => void;
interface ExpressApp {
  (request: IncomingMessage, response: ServerResponse): void;
  use: (...steps: unknown[]) => void;
  post: (path: string, ...steps: unknown[]) => void;
}
interface Express {
  (): ExpressApp;
  json: (options?: object) => Step;
  raw: (options?: object) => Step;
  text: (options?: object) => Step;
  urlencoded: (options?: object) => Step;
}
interface Fastify extends FastifyLike {
  register: (plugin: unknown) => void;
  post: (path: string, ...rest: unknown[]) => void;
  inject: (request: object) => Promise<{ statusCode: number; body: string }>;
}
interface Hono {
  use: (step: (context: HonoStep, next: () => Promise<void>) => Promise<void>) => void;
  post: (path: string, handle: (context: HonoContext) => Promise<Response>) => void;
  request: (path: string, init: RequestInit) => Promise<Response>;
}
interface HonoStep extends HonoContext {
  req: HonoContext["req"] & {
    json: () => Promise<unknown>;
    text: () => Promise<string>;
    arrayBuffer: () => Promise<ArrayBuffer>;
    parseBody: () => Promise<unknown>;
  };
}

// Written anew it differs: `1.0` becomes `1`, and the spaces go.
const body =
  '{ "id": "evt_1", "type": "webhook.test", "timestamp": "2026-03-14T10:30:00.000Z", "instanceId": "n", "data": { "n": 1.0, "text": "Grüße" } }';

/** Signed by the Standard Webhooks library. */
function signed(type = "application/json"): Record<string, string> {
  const at = new Date();
  return {
    "content-type": type,
    "webhook-id": "evt_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(SECRET).sign("evt_1", at, body),
  };
}

const quiet = (): ReceiveOptions => ({ secret: SECRET, report: () => undefined });

async function listening(
  app: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void app(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
}

async function answer(url: string, type?: string): Promise<[status: number, words: string]> {
  const response = await fetch(url, { method: "POST", headers: signed(type), body });
  return [response.status, (await response.text()).slice(0, 57)];
}

const TAKEN = [204, ""];
const REFUSED = [500, "body-parsed: Something read the body before this handler."];

describe("Express", () => {
  const express = load("express");
  const keep = (request: { rawBody?: Buffer }, _response: unknown, bytes: Buffer): void => {
    request.rawBody = bytes;
  };
  const anything = { type: () => true };
  const CASES: [string, Step[], unknown[], string?][] = [
    ["no parser", [], TAKEN],
    ["express.raw", [express.raw(anything)], TAKEN],
    ["express.text", [express.text(anything)], TAKEN],
    ["express.json that keeps the bytes", [express.json({ verify: keep })], TAKEN],
    ["a parser that leaves it alone", [express.urlencoded()], TAKEN],
    ["express.json", [express.json()], REFUSED],
    ["express.json for another type", [express.json(anything)], REFUSED, "text/plain"],
    ["express.urlencoded", [express.urlencoded(anything)], REFUSED],
  ];

  it.each(CASES)("after %s", async (_name, parsers, expected, type) => {
    const app = express();
    for (const parser of parsers) app.use(parser);
    app.post("/webhooks", nodeHandler(quiet()));
    expect(await answer(await listening(app), type)).toEqual(expected);
  });
});

describe("Node", () => {
  it("is refused where somebody read the stream and kept nothing", async () => {
    const handle = nodeHandler(quiet());
    const url = await listening(async (request, response) => {
      for await (const _chunk of request);
      await handle(request, response);
    });
    expect(await answer(url)).toEqual(REFUSED);
  });

  it("refuses what is too long, and whatever is no POST", async () => {
    const url = await listening(nodeHandler({ ...quiet(), maxBodyBytes: body.length - 1 }));
    const [status, words] = await answer(url);
    expect([status, words]).toEqual([413, expect.stringMatching(/^body-too-large/)]);
    // So long that most of it is still on its way when the answer is sent.
    const long = await fetch(url, { method: "POST", body: Buffer.alloc(8_000_000) });
    expect(long.status).toBe(413);
    const got = await fetch(url);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("Fastify", () => {
  const fastify = load("fastify");

  it("takes the bytes, and leaves the parsers of the rest of the app alone", async () => {
    const app = fastify();
    app.post("/others", (request: { body: object }) => Promise.resolve(Object.keys(request.body)));
    app.register(webhooks({ ...quiet(), path: "/webhooks" }));
    const post = { method: "POST", payload: body };
    const taken = await app.inject({ ...post, url: "/webhooks", headers: signed() });
    const plain = await app.inject({ ...post, url: "/webhooks", headers: signed("text/x-any") });
    expect([taken.statusCode, plain.statusCode]).toEqual([204, 204]);
    const other = await app.inject({ ...post, url: "/others", headers: signed() });
    expect(JSON.parse(other.body)).toEqual(["id", "type", "timestamp", "instanceId", "data"]);
  });
});

describe("Hono", () => {
  const { Hono } = load("hono");
  const CASES: [string, (context: HonoStep) => Promise<unknown>, unknown[]][] = [
    ["nothing", () => Promise.resolve(), TAKEN],
    ["c.req.json()", ({ req }) => req.json(), TAKEN],
    ["c.req.text()", ({ req }) => req.text(), TAKEN],
    ["c.req.arrayBuffer()", ({ req }) => req.arrayBuffer(), TAKEN],
    ["the request itself", ({ req }) => req.raw.text(), REFUSED],
  ];

  it.each(CASES)("after a middleware that read %s", async (_name, read, expected) => {
    const app = new Hono();
    app.use(async (context, next) => {
      await read(context);
      await next();
    });
    app.post("/webhooks", honoHandler(quiet()));
    const response = await app.request("/webhooks", { method: "POST", headers: signed(), body });
    expect([response.status, (await response.text()).slice(0, 57)]).toEqual(expected);
  });
});
