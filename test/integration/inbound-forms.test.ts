import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { Route } from "../../src/config/route/route-settings.ts";
import { UNPROVEN_BOUNDS } from "../../src/host/inbound/door/unproven.ts";
import { openTestDoor, type Door } from "../support/inbound-door.ts";

const SECRET = "It's a Secret to Everybody";
const github: Route["auth"] = {
  kind: "preset",
  preset: "github",
  secrets: [{ value: SECRET }],
  toleranceMs: 300_000,
};
const hmacOf = (bytes: Uint8Array): string =>
  `sha256=${createHmac("sha256", SECRET).update(bytes).digest("hex")}`;

const template = "{{body.text}}";
const body = Buffer.from(JSON.stringify({ text: "größer ✓" }));
const codings: readonly [coding: string, compress: (bytes: Buffer) => Buffer][] = [
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["GZIP", gzipSync],
  ["deflate", deflateSync],
  ["deflate", deflateRawSync],
  ["br", brotliCompressSync],
  ["zstd", zstdCompressSync],
  ["identity", (bytes) => bytes],
];

let door: Door;
const json = { "content-type": "application/json" };

async function send(
  init: { method?: string; headers?: Record<string, string>; body?: Buffer; path?: string } = {},
): Promise<number> {
  const { path = "", method = "POST", headers, body: sent } = init;
  const response = await fetch(`${door.url}${path}`, {
    method,
    headers: { ...json, ...headers },
    ...(sent && { body: new Uint8Array(sent) }),
  });
  await response.arrayBuffer();
  return response.status;
}

const prompts = (): (string | undefined)[] => door.stored.map(({ job }) => job?.prompt);

afterEach(() => door.close());

describe("an address", () => {
  it("is the same with one slash at its end, and another one with two", async () => {
    door = await openTestDoor({ route: { template } });
    const statuses = [];
    for (const path of ["", "/", "?a=1", "/?a=1", "//", "/x/", "//x"])
      statuses.push(await send({ path, body }));
    expect(statuses).toEqual([200, 200, 200, 200, 404, 404, 404]);
  });
});

describe("a compressed body", () => {
  it.each(codings)("in %s is what came out of it", async (coding, compress) => {
    door = await openTestDoor({ route: { template } });
    const headers = { "content-encoding": coding };
    expect(await send({ headers, body: compress(body) })).toBe(200);
    expect(prompts()[0]).toContain("größer ✓");
    expect(door.stored[0]?.body).toMatchObject({ text: body.toString(), encoding: "utf8" });
  });

  it.each(codings)(
    "in %s is proven by a signature of what was compressed, or of what is on the wire",
    async (coding, compress) => {
      door = await openTestDoor({ route: { template, auth: github } });
      const wire = compress(body);
      const signed = (bytes: Uint8Array, id: string): Record<string, string> => ({
        "content-encoding": coding,
        "x-hub-signature-256": hmacOf(bytes),
        "x-github-delivery": id,
      });
      const other = Buffer.from("another body");
      expect([
        await send({ headers: signed(body, "1"), body: wire }),
        await send({ headers: signed(wire, "2"), body: wire }),
        await send({ headers: signed(other, "3"), body: wire }),
      ]).toEqual([200, 200, 401]);
      expect(prompts().map((prompt) => prompt?.includes("größer ✓"))).toEqual([
        true,
        true,
        undefined,
      ]);
    },
  );

  it.each(codings.slice(0, 7))(
    "in %s that would become more than the route takes is refused, and little of it is held",
    async (coding, compress) => {
      door = await openTestDoor({ route: { template, auth: github, maxBodyBytes: 2048 } });
      const large = compress(Buffer.from(JSON.stringify({ text: "x".repeat(300_000) })));
      expect(large.byteLength).toBeLessThan(2048);
      const headers = { "content-encoding": coding };
      expect(await send({ headers, body: large })).toBe(413);
      expect(
        await send({ headers: { ...headers, "x-hub-signature-256": hmacOf(large) }, body: large }),
      ).toBe(413);
      expect(door.stored.map(({ refused, body: kept }) => [refused, kept])).toEqual([
        ["unproven", undefined],
        ["proven", expect.anything()],
      ]);
      expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
    },
  );

  it("of a stranger takes no more room than bodies of strangers have", async () => {
    const bounds = { ...UNPROVEN_BOUNDS, maxBytes: 100_000, patienceMs: Infinity };
    door = await openTestDoor({ route: { template, auth: github }, bounds });
    const large = gzipSync(Buffer.from(JSON.stringify({ text: "x".repeat(300_000) })));
    expect(await send({ headers: { "content-encoding": "gzip" }, body: large })).toBe(503);
    expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
  });

  it.each(codings.slice(3, 7))(
    "in %s that is cut off, or is none, is refused",
    async (coding, compress) => {
      door = await openTestDoor({ route: { template } });
      const headers = { "content-encoding": coding };
      const whole = compress(body);
      const cut = whole.subarray(0, whole.length - 4);
      const behind = Buffer.concat([whole, Buffer.from("and more")]);
      expect([
        await send({ headers, body: cut }),
        await send({ headers, body: behind }),
        await send({ headers, body }),
      ]).toEqual([400, 400, 400]);
      expect(prompts()).toEqual([undefined, undefined, undefined]);
    },
  );

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ])("in %s may be made of several parts", async (coding, compress) => {
    door = await openTestDoor({ route: { template } });
    const parts = [body.subarray(0, 5), body.subarray(5, 12), body.subarray(12)];
    const sent = Buffer.concat(parts.map((part) => compress(Buffer.from(part))));
    expect(await send({ headers: { "content-encoding": coding }, body: sent })).toBe(200);
    expect(door.stored[0]?.body).toMatchObject({ text: body.toString(), encoding: "utf8" });
  });

  it("of more parts than anybody needs is refused", async () => {
    door = await openTestDoor({ route: { template } });
    const one = zstdCompressSync(Buffer.from(" "));
    const sent = Buffer.concat([...Array.from({ length: 64 }, () => one), zstdCompressSync(body)]);
    expect(await send({ headers: { "content-encoding": "zstd" }, body: sent })).toBe(400);
  });

  it("is run again as it was read", async () => {
    door = await openTestDoor({ route: { template } });
    await send({ headers: { "content-encoding": "br" }, body: brotliCompressSync(body) });
    expect(door.stored[0]?.headers["content-encoding"]).toBe("br");
    expect(door.stored[0]?.body?.text).toBe(body.toString());
  });
});

describe("JSON that its sender calls text", () => {
  // The notification of https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html, with its headers.
  const notification = {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: "arn:aws:sns:us-west-2:123456789012:MyTopic",
    Subject: "My First Message",
    Message: "Hello world!",
  };
  const headers = {
    "content-type": "text/plain; charset=UTF-8",
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-message-id": notification.MessageId,
    authorization: `Basic ${Buffer.from("sns:word").toString("base64")}`,
  };
  const auth: Route["auth"] = { kind: "basic", username: "sns", secrets: [{ value: "word" }] };

  it("is JSON from Amazon SNS, and text from anybody else", async () => {
    door = await openTestDoor({ route: { template: "{{body.Type}}|{{body | size}}", auth } });
    const sent = Buffer.from(JSON.stringify(notification));
    const { "x-amz-sns-message-type": _type, ...others } = headers;
    expect(await send({ headers, body: sent })).toBe(200);
    expect(await send({ headers: others, body: sent })).toBe(200);
    // Raw message delivery: what was published, as it is.
    expect(await send({ headers, body: Buffer.from("Hello world!") })).toBe(200);
    expect(prompts()).toEqual(["Notification|0", `|${sent.length}`, "|12"]);
  });
});

describe("a method", () => {
  const methods: Route["methods"] = ["GET", "PUT", "PATCH"];

  it("is taken where the route names it, and told where it does not", async () => {
    door = await openTestDoor({ route: { template, methods } });
    const statuses = [];
    for (const method of ["PUT", "PATCH", "POST", "DELETE"])
      statuses.push(await send({ method, body }));
    expect(statuses).toEqual([200, 200, 405, 405]);
    const refused = await fetch(door.url, { method: "POST", headers: json, body: "{}" });
    expect(refused.headers.get("allow")).toBe("GET, PUT, PATCH");
  });

  it("GET has its query as body, but for what may be secret there", async () => {
    door = await openTestDoor({
      route: {
        template: "{{body.device}} {{body.state}} {{body.other}}{{body.key}}",
        methods,
        where: { "body.temp": { exists: true } },
        schema: { type: "object", properties: { battery: {} }, required: ["battery"] },
      },
    });
    const path = "?device=door-1&state=open&temp=21&battery=90&key=opensesame&unnamed=hidden";
    expect(await send({ method: "GET", path })).toBe(200);
    const [stored] = door.stored;
    expect(stored?.job?.prompt).toMatch(/^door-1 open\s*$/);
    expect(JSON.stringify(stored)).not.toMatch(/opensesame|hidden/);
  });

  it("HEAD has no body in its answer", async () => {
    door = await openTestDoor({ route: { template } });
    const socket = connect(door.port, "127.0.0.1");
    socket.write("HEAD /in/deploy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const [chunk] = (await once(socket, "data")) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 405 .*\r\n\r\n$/s);
    socket.destroy();
  });
});
