// A key set on a server of its own, fetched by the transport of the deliveries: through the guard, over TLS.
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchDocument } from "../../src/engine/keys/fetch-document.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { createPrivateCa, type PrivateCa } from "../support/private-ca.ts";

const LONG = "k".repeat(40_000);

let ca: PrivateCa;
let server: Server;
let base: string;
let seen: (string | undefined)[];

beforeAll(async () => {
  ca = createPrivateCa();
  server = createServer(ca.issue("localhost"), (request, response) => {
    seen.push(request.url);
    if (request.url === "/moved") response.writeHead(302, { location: "/jwks" }).end();
    else response.end(LONG);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  ca.dispose();
});

async function get(path: string, options: { trusted?: boolean; allowed?: boolean } = {}) {
  const { trusted = true, allowed = true } = options;
  seen = [];
  const transport = createTransport(trusted ? { ca: ca.ca } : {});
  try {
    const { signal } = new AbortController();
    const ports = { transport, userAgent: "test/1", signal, proxy: () => undefined };
    return await fetchDocument(ports, base + path, allowed);
  } finally {
    await transport.close();
  }
}

it("is had whole, also where it is longer than the answer of a receiver that is kept", async () => {
  expect(await get("/jwks")).toMatchObject({ ok: true, text: LONG });
});

it("is not had from a private address that nobody allowed, nor under a certificate that nobody trusts", async () => {
  expect(await get("/jwks", { allowed: false })).toMatchObject({ ok: false });
  expect(await get("/jwks", { trusted: false })).toMatchObject({ ok: false });
  expect(seen).toEqual([]);
});

it("is not looked for where its address redirects to", async () => {
  const host = new URL(base).host;
  expect(await get("/moved")).toEqual({ ok: false, reason: `${host} answers HTTP 302` });
  expect(seen).toEqual(["/moved"]);
});

it("is not asked for past a proxy that is not understood", async () => {
  const transport = createTransport();
  const { signal } = new AbortController();
  const ports = { transport, userAgent: "x", signal, proxy: () => "misunderstood" as const };
  seen = [];
  expect(await fetchDocument(ports, `${base}/jwks`, true)).toMatchObject({ ok: false });
  expect(seen).toEqual([]);
  await transport.close();
});
