// What the framed page's routes give to whom, over real HTTP.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isKey, KEY_LASTS_MS, keyIssuedAt } from "../../../src/host/page/page-key.ts";
import { serveDocument, servePart } from "../../../src/host/page/serve-tab.ts";

const PARTS = "/parts";

let server: Server;
let origin: string;
/** What the routes take for now; the Gateway's clock otherwise. */
let now: number | undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const mayRead = request.headers["x-test-reads"] === "yes";
    if (request.url?.startsWith(PARTS) === true)
      void servePart({
        request,
        response,
        basePath: PARTS,
        running: undefined,
        ...(now && { now }),
      });
    else serveDocument({ request, response, partsPath: PARTS, mayRead });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const open = (reads: boolean, init: RequestInit = {}): Promise<Response> =>
  fetch(`${origin}/page`, { ...init, headers: reads ? { "x-test-reads": "yes" } : {} });
const ask = (method: string, body: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${origin}${PARTS}/ask/${method}`, { method: "POST", body, ...init });
const question = (key: unknown): string => JSON.stringify({ key, params: {} });

/** Let in, and then told that the plugin is starting, because here none runs. */
const ADMITTED = 400;

describe("the document", () => {
  it("holds a key for those who may read, and nothing for others", async () => {
    const [, key = ""] = /data-key="([^"]+)"/.exec(await (await open(true)).text()) ?? [];
    expect(isKey(key, Date.now())).toBe(true);
    const refused = await open(false);
    expect(refused.status).toBe(403);
    expect(await refused.text()).not.toContain("data-key");
  });

  it("has no origin of its own, stands in no foreign frame, and is kept by nobody", async () => {
    const { headers } = await open(true);
    const policy = headers.get("content-security-policy")?.split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "sandbox allow-scripts",
        "default-src 'none'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
      ]),
    );
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBe(null);
  });

  it("is only fetched", async () => {
    expect((await open(true, { method: "POST" })).status).toBe(405);
  });
});

describe("a question", () => {
  it("is answered with a key that this process issued, until it ends", async () => {
    const issued = 1_773_484_200_000;
    const key = keyIssuedAt(issued);
    now = issued + KEY_LASTS_MS - 1;
    expect((await ask("list", question(key))).status).toBe(ADMITTED);
    now = issued + KEY_LASTS_MS;
    expect((await ask("list", question(key))).status).toBe(403);
    now = undefined;
  });

  it.each([
    ["none", undefined],
    ["an empty one", ""],
    ["one that is no text", { length: 3 }],
    ["an end without a proof", String(Date.now() + 1000)],
    ["no number", `NaN.${keyIssuedAt(Date.now()).split(".")[1]}`],
    ["the proof of another end", `9${keyIssuedAt(Date.now())}`],
    ["another spelling of the end", keyIssuedAt(Date.now()).replace(".", ".0.")],
    ["a cut proof", keyIssuedAt(Date.now()).slice(0, -1)],
    ["more than a key", `${keyIssuedAt(Date.now())} `],
  ])("is refused with %s", async (_name, key) => {
    const answered = await ask("list", question(key));
    expect(answered.status).toBe(403);
    expect(await answered.json()).toEqual({
      ok: false,
      message: "the page is too old; open it again",
    });
  });

  it("takes no key from an address, which stands in logs", async () => {
    const key = encodeURIComponent(keyIssuedAt(Date.now()));
    expect((await ask(`list?key=${key}`, "{}")).status).toBe(403);
    expect((await fetch(`${origin}${PARTS}/ask/list?key=${key}`)).status).toBe(405);
  });

  it.each(["retry", "replay", "requests.replay", "test", "pause", "resume", "purge", "health", ""])(
    "that changes something, or is none, does not exist: %s",
    async (method) => {
      expect((await ask(method, question(keyIssuedAt(Date.now())))).status).toBe(404);
    },
  );

  it.each([
    ["too long", `{"key":"${"x".repeat(20_000)}"}`],
    ["cut off", '{"key":'],
    ["no object", "7"],
    ["nothing", ""],
  ])("is refused when it is %s", async (_name, body) => {
    const answered = await ask("list", body);
    expect(answered.status).toBe(400);
    expect(await answered.text()).toContain("no JSON object");
  });

  it("leaves the page's folder closed", async () => {
    for (const path of ["native.js", "..%2fthread.js", "framed.js/", "constructor"])
      expect((await fetch(`${origin}${PARTS}/${path}`)).status).toBe(404);
  });
});
