// What strangers can cause at the door, on a real server: nothing that a proven sender misses, and no more memory,
// work or record than was set aside for them.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import { UNPROVEN_BOUNDS } from "../../src/host/inbound/door/unproven.ts";
import { judge } from "../../src/inbound/decision/judge.ts";
import type { Labour } from "../../src/inbound/receive.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import { decode } from "../../src/inbound/thread/decode.ts";
import { openTestDoor, type Door, type DoorOptions } from "../support/inbound-door.ts";

const SECRET = "It's a Secret to Everybody";
const github: RouteAuth = {
  kind: "preset",
  preset: "github",
  secrets: [{ value: SECRET }],
  toleranceMs: 300_000,
};
const bearer: RouteAuth = { kind: "bearer", secrets: [{ value: "token-1" }] };
const signed = (body: string): Record<string, string> => ({
  "content-type": "application/json",
  "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
});
const wrong = {
  "content-type": "application/json",
  "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
};
/** Nobody gives its place away, however slow this machine is. */
const patient = { bounds: { ...UNPROVEN_BOUNDS, patienceMs: Infinity } };
/** From a client that a trusted proxy names: one party. */
const proxied = { proxies: { trustedProxies: ["127.0.0.1"] } };
const from = (address: string): Record<string, string> => ({ "x-forwarded-for": address });

let door: Door;
const sockets: Socket[] = [];

async function open(options: DoorOptions): Promise<void> {
  door = await openTestDoor(options);
}

async function post(headers: Record<string, string>, body: string): Promise<Response> {
  return fetch(door.url, { method: "POST", headers, body });
}

const statusOf = async (answer: Promise<Response>): Promise<number> => {
  const response = await answer;
  await response.arrayBuffer();
  return response.status;
};

/** Announces a body of `length` bytes and sends only `sent`. */
async function trickle(length: number, sent: string, headers = ""): Promise<Socket> {
  const socket = connect(door.port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(
    `POST /in/deploy HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${length}\r\n\r\n`,
  );
  socket.write(sent);
  return socket;
}

async function firstLine(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, "data")) as [Buffer];
  return chunk.toString().split("\r\n")[0] ?? "";
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await door.close();
});

describe("strangers and a proven sender", () => {
  it("have budgets of their own: five wrong signatures take nothing from rateLimit", async () => {
    await open({ route: { auth: github, rateLimit: { requests: 5, perMs: 60_000 } } });
    const answers: number[] = [];
    for (let index = 0; index < 5; index += 1) answers.push(await statusOf(post(wrong, "{}")));
    for (let index = 0; index < 6; index += 1) {
      const body = `{"n":${index}}`;
      answers.push(await statusOf(post(signed(body), body)));
    }
    expect(answers).toEqual([401, 401, 401, 401, 401, 200, 200, 200, 200, 200, 429]);
  });

  it("a right signature passes after any number of wrong ones from the same address", async () => {
    await open({ route: { auth: github }, ...proxied });
    const headers = from("203.0.113.9");
    for (let index = 0; index < 150; index += 1)
      await statusOf(post({ ...wrong, ...headers }, "{}"));
    expect(await statusOf(post({ ...signed("{}"), ...headers }, "{}"))).toBe(200);
    expect(door.stored.filter(({ httpStatus }) => httpStatus === 401)).toHaveLength(100);
  });

  it("that come too often after their proof are not stored", async () => {
    await open({ route: { auth: github, rateLimit: { requests: 1, perMs: 60_000 } } });
    await statusOf(post(signed("{}"), "{}"));
    await statusOf(post(signed("{}"), "{}"));
    expect(door.stored).toHaveLength(1);
  });
});

describe("a party that guesses", () => {
  const guess = (method: string, path: string, headers: Record<string, string>): Promise<number> =>
    statusOf(
      fetch(`${door.url}${path}`, {
        method,
        headers: { authorization: "Bearer nope", ...headers },
      }),
    );

  it.each([
    ["GET of a status", "GET", "/req_1"],
    ["POST", "POST", ""],
    ["another method", "PUT", ""],
  ])(
    "is locked out by %s after twenty, of every method, whatever it shows",
    async (_, method, path) => {
      await open({ route: { auth: bearer }, ...proxied });
      const headers = from("203.0.113.9");
      const answers: number[] = [];
      for (let index = 0; index < 400; index += 1) answers.push(await guess(method, path, headers));
      expect(answers.filter((status) => status === 401)).toHaveLength(20);
      const right = { authorization: "Bearer token-1", ...headers };
      expect(await guess("GET", "/req_1", right)).toBe(429);
      expect(await guess("POST", "", right)).toBe(429);
      expect(await guess("GET", "/req_1", { ...right, ...from("203.0.113.10") })).toBe(404);
    },
  );

  it("behind a proxy that nobody configured keeps no right proof out", async () => {
    await open({ route: { auth: bearer } });
    const answers: number[] = [];
    for (let index = 0; index < 40; index += 1) answers.push(await guess("GET", "/req_1", {}));
    expect(answers.filter((status) => status === 429)).toHaveLength(20);
    expect(await guess("GET", "/req_1", { authorization: "Bearer token-1" })).toBe(404);
  });
});

describe("a body", () => {
  it("is not waited for where the head shows a wrong secret", async () => {
    await open({ route: { auth: bearer } });
    const socket = await trickle(1_000_000, "", "Authorization: Bearer nope\r\n");
    expect(await firstLine(socket)).toBe("HTTP/1.1 401 Unauthorized");
    expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
    expect(door.stored.map(({ body, refused }) => [body, refused])).toEqual([
      [undefined, "unproven"],
    ]);
  });

  it("takes memory as it comes, not as it was announced, and 300 that trickle no more than is set aside", async () => {
    await open({ route: { auth: github }, ...patient });
    for (let index = 0; index < 300; index += 1) await trickle(1_000_000, "x".repeat(3000));
    const probe = await trickle(1_000_000, "");
    expect(await firstLine(probe)).toBe("HTTP/1.1 503 Service Unavailable");
    const { bodies, bytes } = door.held();
    expect(bodies).toBe(UNPROVEN_BOUNDS.maxBodiesPerSharedParty);
    expect(bytes).toBeLessThanOrEqual(bodies * 4096);
  });

  it("of one party finds no room beyond its share, and another party's does", async () => {
    await open({ route: { auth: github }, ...proxied, ...patient });
    const mine = "X-Forwarded-For: 203.0.113.9\r\n";
    for (let index = 0; index < UNPROVEN_BOUNDS.maxBodiesPerParty; index += 1)
      await trickle(1_000_000, "x", mine);
    expect(await firstLine(await trickle(1_000_000, "x", mine))).toContain("503");
    const headers = { ...signed("{}"), ...from("203.0.113.10") };
    expect(await statusOf(post(headers, "{}"))).toBe(200);
  });

  it("that finds no room is told when to come again, and is not stored", async () => {
    await open({
      route: { auth: github },
      bounds: { ...UNPROVEN_BOUNDS, maxBytes: 10_000 },
    });
    const response = await post(wrong, "x".repeat(50_000));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(door.stored).toEqual([]);
    expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
  });

  it("gives its room back once its sender is proven, or refused", async () => {
    await open({ route: { auth: github } });
    await statusOf(post(signed("{}"), "{}"));
    await statusOf(post(wrong, "{}"));
    expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
  });

  it("counts no more as a stranger's while its route judges it, and is cut off for no other", async () => {
    const { promise, resolve: judges } = Promise.withResolvers<void>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const labour: Labour = {
      verify: ({ request, compiled, now }) => verify(request, compiled.route.auth, now),
      async judge(arrival, proof) {
        judges();
        await held;
        return judge(arrival, proof);
      },
      decode,
    };
    await open({ route: { auth: github }, labour });
    const answered = statusOf(post(signed('{"a":1}'), '{"a":1}'));
    await promise;
    expect(door.held()).toEqual({ bodies: 0, bytes: 0 });
    release();
    expect(await answered).toBe(200);
  });

  it("over the limit is refused while it comes, and its sender hears so", async () => {
    await open({ route: { auth: github, maxBodyBytes: 2000 } });
    const socket = connect(door.port, "127.0.0.1");
    sockets.push(socket);
    const head = "POST /in/deploy HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    socket.write(`${head}BB8\r\n${"x".repeat(3000)}\r\n`);
    expect(await firstLine(socket)).toBe("HTTP/1.1 413 Payload Too Large");
  });
});
