// The transport against a receiver that misbehaves on purpose, over real sockets.
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Answer, OutgoingRequest } from "../../src/engine/attempt/outgoing.ts";
import type { TransportOptions } from "../../src/engine/transport/transport.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { answer } from "../../src/lab/behaviour.ts";
import type { Reply } from "../../src/lab/steps.ts";
import type { FaultReceiver, FaultReceiverOptions } from "../support/fault-receiver.ts";
import { startFaultReceiver, testPem } from "../support/fault-receiver.ts";

type Response = Extract<Answer, { kind: "response" }>;
type Failure = Extract<Answer, { kind: "failure" }>;
type Send = (url: string, more?: Partial<OutgoingRequest>, signal?: AbortSignal) => Promise<Answer>;

const SECRET_PATH = "/services/T0/B0/s3cr3t?token=t0k3n";
const NEVER = new AbortController().signal;

async function receiver(options?: FaultReceiverOptions): Promise<FaultReceiver> {
  const started = await startFaultReceiver(options);
  onTestFinished(() => started.close());
  return started;
}

function sender(options?: TransportOptions): Send {
  const transport = createTransport(options);
  onTestFinished(() => transport.close());
  return (url, more, signal = NEVER) =>
    transport.send(
      {
        url,
        headers: { "content-type": "application/json", "x-api-key": "k3y" },
        body: '{"id":"evt_1"}',
        timeoutMs: 5_000,
        connectTimeoutMs: 2_000,
        allowPrivateNetwork: true,
        connections: 4,
        ...more,
      },
      signal,
    );
}

function response(got: Answer): Response {
  expect(got).toMatchObject({ kind: "response" });
  return got as Response;
}

function failure(got: Answer): Failure {
  expect(got).toMatchObject({ kind: "failure" });
  for (const secret of ["s3cr3t", "t0k3n", "k3y", "evt_1", "services"]) {
    expect((got as Failure).message).not.toContain(secret);
  }
  return got as Failure;
}

async function failureOf(
  reply: Reply,
  more?: Partial<OutgoingRequest>,
): Promise<Failure & { peer: string }> {
  const target = await receiver();
  target.usually(reply);
  const got = failure(await sender()(target.url + SECRET_PATH, more));
  return { ...got, peer: `127.0.0.1:${target.port}` };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a request", () => {
  test("arrives as it was given, and the answer comes back with its status, body and address", async () => {
    const target = await receiver();
    target.usually(answer(201, {}, "créé"));
    const got = response(await sender()(`${target.url}/hook?a=b`, { body: '{"text":"🚨"}' }));
    expect(got).toMatchObject({ status: 201, body: "créé", headers: {}, address: "127.0.0.1" });
    const [request] = target.requests;
    expect(request).toMatchObject({ method: "POST", path: "/hook?a=b", body: '{"text":"🚨"}' });
    expect(request?.headers).toMatchObject({
      host: `127.0.0.1:${target.port}`,
      "content-type": "application/json",
      "content-length": "15",
      "x-api-key": "k3y",
    });
    expect(request?.headers).not.toHaveProperty("accept-encoding");
  });

  test("takes bytes as well as text, and may be empty", async () => {
    const target = await receiver();
    const send = sender();
    await send(target.url, { body: new TextEncoder().encode("bytes") });
    await send(target.url, { body: "" });
    expect(target.requests.map(({ body }) => body)).toEqual(["bytes", ""]);
    expect(target.requests[1]?.headers["content-length"]).toBe("0");
  });

  test("carries the URL's credentials as basic authorization, unless it has its own", async () => {
    const target = await receiver();
    const send = sender();
    const url = `http://us%40er:100%@127.0.0.1:${target.port}/`;
    await send(url);
    await send(url, { headers: { Authorization: "Bearer x" } });
    expect(target.requests.map(({ headers }) => headers["authorization"])).toEqual([
      `Basic ${btoa("us@er:100%")}`,
      "Bearer x",
    ]);
  });

  test("hands on the headers that outcomes and conditions are decided by", async () => {
    const target = await receiver();
    target.script(
      answer(503, {
        "Retry-After": "7",
        "Webhook-Delivery": "disable",
        "Set-Cookie": "a=b",
        Server: "x",
      }),
    );
    const got = response(await sender()(target.url));
    expect(got.headers).toMatchObject({
      "retry-after": "7",
      "webhook-delivery": "disable",
      "set-cookie": "a=b",
      server: "x",
    });
  });

  test.each([301, 302, 307, 308])(
    "a %i is an answer; its location is not visited",
    async (status) => {
      const elsewhere = await receiver();
      const target = await receiver();
      target.script(answer(status, { location: elsewhere.url }));
      expect(response(await sender()(target.url)).status).toBe(status);
      expect(elsewhere.connections().accepted).toBe(0);
      expect(target.requests).toHaveLength(1);
    },
  );

  test("an interim answer is not the answer", async () => {
    const target = await receiver();
    target.script([
      { send: "HTTP/1.1 103 Early Hints\r\nretry-after: 9\r\n\r\n" },
      ...answer(200, {}, "done"),
    ]);
    expect(response(await sender()(target.url))).toMatchObject({
      status: 200,
      body: "done",
      headers: {},
    });
  });

  test("a header that HTTP cannot carry is a permanent config failure that does not show its value", async () => {
    const target = await receiver();
    const got = failure(await sender()(target.url, { headers: { "x-api-key": "k3y\r\nx: y" } }));
    expect(got).toMatchObject({
      errorClass: "config",
      permanent: true,
      message: expect.stringContaining("headers"),
    });
    expect(target.requests).toHaveLength(0);
  });

  test.each(["", "not a url", "ftp://127.0.0.1/", "https://"])(
    "%j is a permanent config failure",
    async (url) => {
      expect(failure(await sender()(url))).toMatchObject({ errorClass: "config", permanent: true });
    },
  );
});

describe("sockets", () => {
  test("are kept open and used again, and then have no connect time", async () => {
    const target = await receiver();
    const send = sender();
    const first = response(await send(target.url));
    const second = response(await send(target.url));
    expect(target.requests.map(({ connection }) => connection)).toEqual([1, 1]);
    expect(first.timings.connect).toBeGreaterThanOrEqual(0);
    expect(first.timings).not.toHaveProperty("dns");
    expect(Object.keys(second.timings).sort()).toEqual(["firstByte", "total"]);
    expect(second.address).toBe("127.0.0.1");
  });

  test("carry one request at a time: a slow answer delays nobody", async () => {
    const target = await receiver();
    target.script([{ hang: true }]);
    const send = sender();
    const arrival = target.next();
    const stop = new AbortController();
    const slow = send(target.url, {}, stop.signal);
    await arrival;
    expect(response(await send(target.url)).status).toBe(204);
    stop.abort();
    await slow;
    expect(target.connections().accepted).toBe(2);
  });

  test("stay open up to the number asked for, and no more", async () => {
    const target = await receiver();
    target.usually([{ pauseMs: 20 }, ...answer(204)]);
    const send = sender();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send(target.url, { connections: 2 })),
    );
    expect(answers.map((got) => response(got).status)).toEqual(
      Array.from({ length: 6 }, () => 204),
    );
    await expect.poll(() => target.connections()).toEqual({ accepted: 6, open: 2 });
  });

  test("are not shared between policies: a socket never serves a policy it was not vetted for", async () => {
    const target = await receiver();
    const send = sender();
    expect(response(await send(target.url)).status).toBe(204);
    expect(failure(await send(target.url, { allowPrivateNetwork: false })).errorClass).toBe(
      "refused",
    );
    expect(response(await send(target.url, { allowPrivateNetwork: ["127.0.0.0/8"] })).status).toBe(
      204,
    );
    expect(target.connections().accepted).toBe(2);
  });

  test("of the origin that was idle longest are closed when there are too many origins", async () => {
    const [one, two, three] = [await receiver(), await receiver(), await receiver()];
    const send = sender({ maxIdleOrigins: 2 });
    for (const target of [one, two, three]) await send(target.url);
    await one.deserted();
    expect([two.connections().open, three.connections().open]).toEqual([1, 1]);
    expect(response(await send(one.url)).status).toBe(204);
  });

  test("are closed when the server says so", async () => {
    const target = await receiver();
    target.usually([...answer(200, { connection: "close" }), { close: "fin" }]);
    const send = sender();
    await send(target.url);
    expect(response(await send(target.url)).status).toBe(200);
    expect(target.connections().accepted).toBe(2);
  });

  test.each(["fin", "rst"] as const)(
    "a kept-alive socket that is closed (%s) under the next request costs no attempt",
    async (close) => {
      const target = await receiver();
      target.script(answer(204), [{ close }]);
      const send = sender();
      await send(target.url);
      expect(response(await send(target.url)).status).toBe(204);
      expect(target.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
    },
  );

  test("a new socket that is closed under a request is not tried again", async () => {
    const target = await receiver();
    target.usually([{ close: "rst" }]);
    expect(failure(await sender()(target.url)).errorClass).toBe("reset");
    expect(target.requests).toHaveLength(1);
  });

  test("the repeat on a new socket happens once only", async () => {
    const target = await receiver();
    target.script(answer(204));
    target.usually([{ close: "rst" }]);
    const send = sender();
    await send(target.url);
    expect(failure(await send(target.url)).errorClass).toBe("reset");
    expect(target.requests).toHaveLength(3);
  });

  test("a kept-alive socket that is closed after the first byte of the answer is not tried again", async () => {
    const target = await receiver();
    target.script(answer(204), [{ send: "HTTP/1.1 200 OK\r\n" }, { close: "fin" }]);
    const send = sender();
    await send(target.url);
    expect(failure(await send(target.url)).errorClass).toBe("truncated");
    expect(target.requests).toHaveLength(2);
  });
});

describe("an answer that ends early", () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
  test.each<[string, Reply, string]>([
    ["a close before any byte", [{ close: "fin" }], "reset"],
    ["a reset before any byte", [{ close: "rst" }], "reset"],
    ["a close inside the status line", [{ send: "HTTP/1.1 2" }, { close: "fin" }], "truncated"],
    [
      "a close inside the headers",
      [{ send: "HTTP/1.1 200 OK\r\ncontent-le" }, { close: "fin" }],
      "truncated",
    ],
    ["a close after the headers", [{ send: head }, { close: "fin" }], "truncated"],
    ["a close inside the body", [{ send: `${head}half` }, { close: "fin" }], "truncated"],
    [
      "a reset inside the body",
      [{ send: `${head}half` }, { pauseMs: 30 }, { close: "rst" }],
      "reset",
    ],
    [
      "a chunked body without its last chunk",
      [
        { send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n" },
        { close: "fin" },
      ],
      "truncated",
    ],
    [
      "a chunked body of a closing connection without its last chunk",
      [
        {
          send: "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        },
        { close: "fin" },
      ],
      "truncated",
    ],
    [
      "a reset inside the body of a closing connection",
      [
        { send: `${head.replace("\r\n", "\r\nconnection: close\r\n")}half` },
        { pauseMs: 30 },
        { close: "rst" },
      ],
      "truncated",
    ],
    ["an answer that is not HTTP", [{ send: "220 mail.example.com ESMTP\r\n" }], "truncated"],
    [
      "a TLS alert to a plain request",
      [{ send: Uint8Array.of(21, 3, 1, 0, 2, 2, 10) }, { close: "fin" }],
      "tls",
    ],
    [
      "headers without end",
      [
        { send: "HTTP/1.1 200 OK\r\n" },
        { flood: Buffer.from(`x: ${"y".repeat(97)}\n`), bytes: Infinity },
      ],
      "truncated",
    ],
  ])("%s", async (_name, reply, errorClass) => {
    const got = await failureOf(reply);
    expect(got.errorClass).toBe(errorClass);
    expect(got.permanent).not.toBe(true);
    expect(got.message).toContain(got.peer);
    expect(got.address).toBe("127.0.0.1");
  });

  test("at every byte of a complete answer, a close is a failure and never a delivery", async () => {
    const target = await receiver();
    const send = sender();
    const whole = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nretry-after: 1\r\n\r\nbody";
    for (let bytes = 0; bytes < whole.length; bytes += 1) {
      target.script([{ send: whole.slice(0, bytes) }, { close: "fin" }]);
      expect(failure(await send(target.url)).errorClass).toBe(bytes === 0 ? "reset" : "truncated");
    }
    target.script([{ send: whole }, { close: "fin" }]);
    expect(response(await send(target.url)).status).toBe(200);
  });

  test("a body that the close itself ends is complete", async () => {
    const target = await receiver();
    target.script([{ send: "HTTP/1.1 200 OK\r\n\r\nall of it" }, { close: "fin" }]);
    expect(response(await sender()(target.url))).toMatchObject({ status: 200, body: "all of it" });
  });
});

describe("the answer's body", () => {
  test("is kept up to 16 kB, cut between characters", async () => {
    const target = await receiver();
    target.script(
      answer(200, {}, "x".repeat(16_384)),
      answer(500, {}, `${"x".repeat(16_383)}é and more`),
    );
    const send = sender();
    expect(response(await send(target.url)).body).toHaveLength(16_384);
    const cut = response(await send(target.url));
    expect(cut).toMatchObject({ status: 500, body: "x".repeat(16_383) });
  });

  test.each([
    ["of 1 GB", { "content-length": `${2 ** 30}` }],
    ["without end", { "transfer-encoding": "identity" }],
  ])("%s counts by its status, at once, and its socket is dropped", async (_name, headers) => {
    const target = await receiver();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    target.script([
      { send: `HTTP/1.1 200 OK\r\n${lines.join("")}\r\n` },
      { flood: Buffer.alloc(65_536, "x"), bytes: Infinity },
    ]);
    const send = sender();
    const got = response(await send(target.url));
    expect(got).toMatchObject({ status: 200, body: "x".repeat(16_384) });
    await target.deserted();
    expect(response(await send(target.url)).status).toBe(204);
  });

  test("is not decompressed: a gzip bomb is its few bytes", async () => {
    const target = await receiver();
    const bomb = gzipSync(Buffer.alloc(8_000_000));
    expect(bomb.length).toBeLessThan(16_384);
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    target.script([{ send: head }, { send: bomb }]);
    const got = response(await sender()(target.url));
    expect(got.status).toBe(200);
    expect(got.body).toBe(bomb.toString("utf8"));
  });
});

describe("time", () => {
  test.each<[string, Reply, string]>([
    ["no answer at all", [{ hang: true }], "waiting for the answer to start"],
    [
      "headers that never end",
      [{ send: "HTTP/1.1 200 OK\r\nx: y\r\n" }, { hang: true }],
      "reading",
    ],
    [
      "a body that stops",
      [{ send: "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf" }, { hang: true }],
      "reading",
    ],
    [
      "a body that drips",
      [
        { send: "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n" },
        ...Array.from({ length: 50 }, () => [{ send: "." }, { pauseMs: 20 }]).flat(),
      ],
      "reading",
    ],
  ])(
    "%s runs into the timeout within 50 ms of it, and the socket is dropped",
    // A busy machine may be late; the transport may not be late three times.
    { retry: 2 },
    async (_name, reply, stage) => {
      const target = await receiver();
      target.script(reply);
      const got = failure(await sender()(target.url, { timeoutMs: 250 }));
      expect(got).toMatchObject({ errorClass: "timeout", address: "127.0.0.1" });
      expect(got.message).toContain(`127.0.0.1:${target.port}: timed out after 250 ms ${stage}`);
      expect(got.timings.total).toBeGreaterThanOrEqual(249);
      expect(got.timings.total).toBeLessThan(300);
      await target.deserted();
    },
  );

  test("a name that is never looked up runs into the connect timeout", async () => {
    const got = failure(
      await sender({ lookup: () => new Promise(() => {}) })("http://receiver.test/", {
        connectTimeoutMs: 100,
      }),
    );
    expect(got).toMatchObject({ errorClass: "timeout" });
    expect(got.message).toContain("receiver.test:80: timed out after 100 ms looking up the name");
    expect(got.message).toContain("connectTimeoutMs");
    expect(got.timings.total).toBeLessThan(150);
  });

  test("a TLS handshake that is never answered runs into the connect timeout", async () => {
    const target = await receiver();
    const url = target.url.replace("http:", "https:");
    const got = failure(await sender()(url, { connectTimeoutMs: 100 }));
    expect(got).toMatchObject({
      errorClass: "timeout",
      message: expect.stringContaining("in the TLS handshake"),
    });
    expect(got.timings).toMatchObject({ connect: expect.any(Number) });
    expect(got.timings).not.toHaveProperty("tls");
    await target.deserted();
  });

  test("the total timeout covers connecting too, and then drops the connection", async () => {
    const target = await receiver();
    const got = failure(await sender()(target.url.replace("http:", "https:"), { timeoutMs: 100 }));
    expect(got.message).toMatch(/timed out after 100 ms in the TLS handshake: .* timeoutMs$/);
    await target.deserted();
  });

  test("each stage ends after the one before it, counted from the start of the attempt", async () => {
    const target = await receiver({ certificate: "good" });
    target.usually([{ pauseMs: 30 }, ...answer(200, {}, "x")]);
    const lookup = async (): Promise<{ address: string; family: number }[]> => [
      { address: "127.0.0.1", family: 4 },
    ];
    const send = sender({ ca: testPem("good"), lookup });
    const { timings } = response(await send(`https://receiver.test:${target.port}/`));
    const stages = [
      timings.dns,
      timings.connect,
      timings.tls,
      timings.firstByte,
      timings.total,
    ].map(Number);
    expect(stages).toEqual(stages.toSorted((one, other) => one - other));
    expect(stages[3]).toBeGreaterThanOrEqual(29);
    for (const ms of stages) expect(ms).toBe(Math.round(ms * 10) / 10);
  });
});

describe("connecting", () => {
  test("a refused connection says so, with host and port", async () => {
    const port = await freePort();
    const got = failure(await sender()(`http://127.0.0.1:${port}${SECRET_PATH}`));
    expect(got).toMatchObject({ errorClass: "connect", timings: { total: expect.any(Number) } });
    expect(got.message).toContain(`127.0.0.1:${port}: connection refused`);
  });

  test("what the system cannot even open is a connect failure", async () => {
    const got = failure(await sender({ ca: "no PEM" })("https://127.0.0.1:1/"));
    expect(got.errorClass).toBe("connect");
    expect(failure(await sender()("http://127.0.0.1:0/")).message).toContain("127.0.0.1:0");
  });

  test("a name that does not resolve is a dns failure, and is tried again with the next request", async () => {
    const target = await receiver();
    const missing = Object.assign(new Error("queryA ENOTFOUND s3cr3t"), { code: "ENOTFOUND" });
    const answers = [
      Promise.reject(missing),
      Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    ];
    const send = sender({ lookup: () => answers.shift() ?? Promise.reject(missing) });
    const url = `http://receiver.test:${target.port}/`;
    const got = failure(await send(url));
    expect(got).toMatchObject({ errorClass: "dns" });
    expect(got.message).toContain(`receiver.test:${target.port}: the name does not resolve`);
    expect(response(await send(url)).status).toBe(204);
    expect(target.requests[0]?.headers["host"]).toBe(`receiver.test:${target.port}`);
  });

  test("the system's resolver is used when no other is given", async () => {
    const target = await receiver();
    const got = response(await sender()(target.url.replace("127.0.0.1", "localhost")));
    expect(got.timings.dns).toBeGreaterThanOrEqual(0);
    expect(got.address).toBe("127.0.0.1");
  });

  test("connections that begin together share one look-up", async () => {
    const target = await receiver();
    let lookups = 0;
    const lookup = async (): Promise<{ address: string; family: number }[]> => {
      lookups += 1;
      return [{ address: "127.0.0.1", family: 4 }];
    };
    const send = sender({ lookup });
    const url = `http://receiver.test:${target.port}/`;
    await Promise.all([send(url), send(url), send(url)]);
    expect({ lookups, connections: target.connections().accepted }).toEqual({
      lookups: 1,
      connections: 3,
    });
  });

  test("the next address of a name is tried when one refuses", async () => {
    const target = await receiver();
    const addresses = ["127.0.0.2", "127.0.0.1"].map((address) => ({ address, family: 4 }));
    const send = sender({ lookup: () => Promise.resolve(addresses) });
    expect(response(await send(`http://receiver.test:${target.port}/`)).address).toBe("127.0.0.1");
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === "::1"),
  );
  test.skipIf(!hasIPv6)(
    "IPv6 works, by literal address (skipped: this machine has no ::1)",
    async () => {
      const target = await receiver({ host: "::1" });
      const send = sender();
      expect(response(await send(target.url)).address).toBe("::1");
      expect(target.requests[0]?.headers["host"]).toBe(`[::1]:${target.port}`);
      const got = failure(await send(target.url, { allowPrivateNetwork: false }));
      expect(got.message).toContain("::1 is a loopback address");
    },
  );
});

describe("TLS", () => {
  test("verifies the certificate against the name of the URL, whatever address that has", async () => {
    const target = await receiver({ certificate: "good" });
    const send = sender({
      ca: testPem("good"),
      lookup: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    });
    const byName = response(await send(`https://receiver.test:${target.port}/`));
    expect(byName.timings.tls).toBeGreaterThan(0);
    expect(response(await send(target.url)).status).toBe(204);
    const wrong = failure(await send(`https://elsewhere.test:${target.port}/`));
    expect(wrong).toMatchObject({
      errorClass: "tls",
      message: expect.stringContaining("name mismatch"),
    });
    expect(target.requests).toHaveLength(2);
  });

  test.each<[string, FaultReceiverOptions["certificate"], boolean, string]>([
    ["an expired certificate", "expired", true, "has expired"],
    ["a certificate for another name", "other-name", true, "name mismatch"],
    ["a self-signed certificate", "good", false, "self-signed"],
  ])(
    "%s is a tls failure that says so, and nothing is sent",
    async (_name, certificate, trusted, words) => {
      const target = await receiver({ ...(certificate && { certificate }) });
      const options = trusted && certificate ? { ca: testPem(certificate) } : {};
      const got = failure(await sender(options)(target.url + SECRET_PATH));
      expect(got).toMatchObject({ errorClass: "tls", message: expect.stringContaining(words) });
      expect(got.message).toContain(`127.0.0.1:${target.port}`);
      expect(target.requests).toHaveLength(0);
    },
  );

  test.each<[string, Reply, string]>([
    ["plain HTTP", [{ send: "HTTP/1.1 400 Bad Request\r\n\r\n" }], "does not speak TLS"],
    ["a reset", [{ close: "rst" }], "during the TLS handshake"],
    ["a close", [{ close: "fin" }], "during the TLS handshake"],
  ])("%s where TLS was expected is a tls failure", async (_name, greeting, words) => {
    const target = await receiver({ greeting: [{ pauseMs: 20 }, ...greeting] });
    const got = failure(await sender()(target.url.replace("http:", "https:")));
    expect(got).toMatchObject({ errorClass: "tls", message: expect.stringContaining(words) });
  });

  test("plain HTTP where the server expects TLS is a failure", async () => {
    const target = await receiver({ certificate: "good" });
    const got = failure(await sender()(target.url.replace("https:", "http:")));
    expect(["reset", "tls"]).toContain(got.errorClass);
  });
});

describe("the guard, at connect time", () => {
  const lookupOf = (...answers: string[][]): TransportOptions & { asked: () => number } => {
    let asked = 0;
    const lookup = async (): Promise<{ address: string; family: number }[]> => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    };
    return { lookup, asked: () => asked };
  };

  test("a literal private address is refused for good, without a connection", async () => {
    const target = await receiver();
    const got = failure(await sender()(target.url + SECRET_PATH, { allowPrivateNetwork: false }));
    expect(got).toMatchObject({ errorClass: "refused", permanent: true });
    expect(got.message).toContain("set allowPrivateNetwork: true");
    expect(target.connections().accepted).toBe(0);
  });

  test("a name that leads to a private address is refused, not for good", async () => {
    const target = await receiver();
    const send = sender(lookupOf(["127.0.0.1"]));
    const got = failure(
      await send(`http://receiver.test:${target.port}/`, { allowPrivateNetwork: false }),
    );
    expect(got).toMatchObject({ errorClass: "refused", permanent: false });
    expect(got.timings.dns).toBeGreaterThanOrEqual(0);
    expect(target.connections().accepted).toBe(0);
  });

  test("a name with one private address among public ones is refused", async () => {
    const send = sender(lookupOf(["93.184.216.34", "127.0.0.1"]));
    const got = failure(await send("http://receiver.test/", { allowPrivateNetwork: false }));
    expect(got.errorClass).toBe("refused");
  });

  test("rebinding: the address that was vetted is the one connected to, and each connection is vetted anew", async () => {
    const target = await receiver();
    // 127.0.0.1 stands for the public address here: it is the one that the policy lets through.
    const { asked, ...options } = lookupOf(["127.0.0.1"], ["169.254.169.254"]);
    const send = sender(options);
    target.script(answer(200, { connection: "close" }));
    const url = `http://receiver.test:${target.port}/`;
    const first = response(await send(url, { allowPrivateNetwork: ["127.0.0.1"] }));
    expect({ address: first.address, asked: asked() }).toEqual({ address: "127.0.0.1", asked: 1 });
    const second = failure(await send(url, { allowPrivateNetwork: ["127.0.0.1"] }));
    expect(second).toMatchObject({
      errorClass: "refused",
      message: expect.stringContaining("cloud metadata"),
    });
    expect(asked()).toBe(2);
  });

  test("a proxy that the environment asks for is not used", async () => {
    const target = await receiver();
    onTestFinished(() => void vi.unstubAllEnvs());
    // Nothing listens there: whoever asked it would fail.
    for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
      vi.stubEnv(name, `http://127.0.0.1:${await freePort()}`);
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(response(await sender()(target.url)).status).toBe(204);
  });

  test("the Gateway's own listener is refused although the endpoint may reach its address", async () => {
    const target = await receiver();
    const own = { address: "127.0.0.1", port: target.port };
    const send = sender({ ownListeners: [own], ...lookupOf(["127.0.0.1"]) });
    for (const host of [
      "127.0.0.1",
      "receiver.test",
      "0.0.0.0",
      "[::ffff:127.0.0.1]",
      "2130706433",
    ]) {
      const got = failure(await send(`http://${host}:${target.port}/`));
      expect(got).toMatchObject({
        errorClass: "refused",
        message: expect.stringContaining("this Gateway itself"),
      });
    }
    expect(target.connections().accepted).toBe(0);
  });
});

describe("stopping", () => {
  test("the signal ends the requests under it, connected or not, and no others", async () => {
    const target = await receiver();
    target.usually([{ hang: true }]);
    const send = sender({ lookup: () => new Promise(() => {}) });
    const [stop, other] = [new AbortController(), new AbortController()];
    const arrivals = Promise.all([target.next(), target.next()]);
    const stopped = [
      send(target.url, {}, stop.signal),
      send("http://receiver.test/", {}, stop.signal),
    ];
    const going = send(target.url, { timeoutMs: 400 }, other.signal);
    await arrivals;
    stop.abort();
    for (const got of await Promise.all(stopped)) {
      expect(failure(got)).toMatchObject({
        errorClass: "internal",
        message: expect.stringContaining("stopped"),
      });
    }
    expect(failure(await going).errorClass).toBe("timeout");
    await target.deserted();
    expect(failure(await send(target.url, {}, stop.signal)).errorClass).toBe("internal");
  });

  test("close ends every socket and request, and later requests fail", async () => {
    const target = await receiver();
    const transport = createTransport({ lookup: () => new Promise(() => {}) });
    const request: OutgoingRequest = {
      url: target.url,
      headers: {},
      body: "{}",
      timeoutMs: 5_000,
      connectTimeoutMs: 5_000,
      allowPrivateNetwork: true,
      connections: 4,
    };
    await transport.send(request, NEVER);
    target.usually([{ hang: true }]);
    const arrival = target.next();
    const running = [
      transport.send(request, NEVER),
      transport.send({ ...request, url: "http://receiver.test/" }, NEVER),
      transport.send({ ...request, url: target.url.replace("http:", "https:") }, NEVER),
    ];
    await arrival;
    await transport.close();
    for (const got of await Promise.all(running)) expect(failure(got).errorClass).toBe("internal");
    await target.deserted();
    expect(failure(await transport.send(request, NEVER)).errorClass).toBe("internal");
    await transport.close();
  });
});
