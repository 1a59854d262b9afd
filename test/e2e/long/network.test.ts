// A genuine Gateway in the network of a company: it gets out by a proxy that asks for a password, to a receiver with a
// private CA that asks for its certificate; another receiver asks for a token.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import type { EndpointList } from "../../../src/view/endpoint.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import { startMtlsServer, type MtlsServer } from "../../support/mtls-server.ts";
import { createPrivateCa, type PrivateCa } from "../../support/private-ca.ts";
import { freePort, hasPrograms } from "../../support/program.ts";
import { startReceiver, type Receiver } from "../../support/receiver.ts";
import { PROXY_PASSWORD, PROXY_USER, startSquid, type Squid } from "../../support/squid.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startTokenServer,
  type TokenServer,
} from "../../support/token-server.ts";

describe.skipIf(!hasPrograms("squid", "nginx", "openssl"))("ways through the network", () => {
  let stage: Stage;
  let squid: Squid;
  let authority: PrivateCa;
  let server: MtlsServer;
  let tokens: TokenServer;
  let receiver: Receiver;
  let log: () => string;

  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  async function tried(endpoint: string): Promise<DeliveryRow> {
    let row: DeliveryRow | undefined;
    await expect
      .poll(
        async () => {
          const { deliveries } = (await ask("list", { endpoint })) as DeliveryPage;
          row = deliveries.find(({ attempts }) => attempts > 0);
          return row;
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBeDefined();
    if (!row) throw new Error(`nothing was sent to ${endpoint}`);
    return row;
  }

  beforeAll(async () => {
    authority = createPrivateCa();
    const { certPath, keyPath } = authority.issue("gateway");
    server = await startMtlsServer(authority.issue("localhost"), authority.caPath);
    [squid, tokens, receiver] = await Promise.all([
      startSquid(),
      startTokenServer(),
      startReceiver(({ headers }) => ({
        status: 200,
        body: `thanks, ${headers["authorization"]}`,
      })),
    ]);
    stage = await createStage(inject("tarball"));
    const common = { events: ["message.received"], allowPrivateNetwork: true };
    const tls = { ca: authority.caPath, cert: certPath, key: keyPath };
    await stage.configure({
      proxy: {
        url: squid.url,
        username: PROXY_USER,
        password: { source: "env", provider: "default", id: "PROXY_PASSWORD" },
        noProxy: "127.0.0.1",
      },
      endpoints: [
        { ...common, name: "corp", url: `https://localhost:${server.port}/hook`, tls },
        {
          ...common,
          name: "astray",
          url: `https://localhost:${server.port}/hook`,
          tls,
          proxy: { url: `http://127.0.0.1:${await freePort()}` },
        },
        {
          ...common,
          name: "token",
          url: receiver.url,
          auth: {
            type: "oauth2",
            tokenUrl: tokens.tokenUrl,
            clientId: CLIENT_ID,
            clientSecret: { source: "env", provider: "default", id: "CLIENT_SECRET" },
            scope: "events:write",
          },
        },
      ],
    });
    const gateway = await stage.host.start({ PROXY_PASSWORD, CLIENT_SECRET });
    log = () => gateway.log();
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: "Hello",
      idempotencyKey: "network-1",
    });
  });
  afterAll(async () => {
    await stage.dispose();
    await Promise.all([squid.close(), server.close(), tokens.close(), receiver.close()]);
    authority.dispose();
  });

  it("delivers by an authenticated proxy to a receiver with a private CA and mTLS", async () => {
    const { id, status, error } = await tried("corp");
    expect([status, error]).toEqual(["delivered", undefined]);
    const shown = JSON.stringify(await ask("show", { id, body: true }));
    expect(shown).toContain("CN=gateway asks localhost");
    // By the address that was vetted, not by the name.
    const asked = new RegExp(
      `^CONNECT (?:127\\.0\\.0\\.1|\\[::1\\]):${server.port} 200 ${PROXY_USER}$`,
    );
    // Squid writes its line when the tunnel ends.
    await expect
      .poll(() => squid.asked(), { timeout: 30_000, interval: 200 })
      .toEqual([expect.stringMatching(asked)]);
  });

  it("tells a proxy's fault apart, and does not count it against the endpoint", async () => {
    const row = await tried("astray");
    expect(row.status).toBe("failed");
    expect(row.error).toMatch(/^proxy 127\.0\.0\.1:\d+: connection refused: check that the proxy/);
    const { endpoints } = (await ask("endpoints", {})) as EndpointList;
    const astray = endpoints.find(({ endpoint }) => endpoint === "astray");
    // Nothing arrives, which is shown as the proxy's doing; it is neither slowed nor on its way to be disabled.
    expect(astray).toMatchObject({ state: "blocked", concurrency: { now: 32, max: 32 } });
    expect(astray?.reason).toBe(row.error);
    expect(astray).not.toHaveProperty("failingSince");
  });

  it("sends a token of a genuine OAuth2 server, and shows it nowhere", async () => {
    const { id, status } = await tried("token");
    expect(status).toBe("delivered");
    const token = receiver.requests[0]?.headers["authorization"]?.replace(/^Bearer /, "") ?? "";
    expect(await tokens.find(token)).toEqual({ clientId: CLIENT_ID, scope: "events:write" });
    const shown = JSON.stringify(await ask("show", { id, body: true }));
    expect(shown).toContain("thanks, Bearer [masked]");
    for (const secret of [token, CLIENT_SECRET, PROXY_PASSWORD]) {
      expect(shown + log()).not.toContain(secret);
    }
  });

  it("is found sound by check", async () => {
    const { code, stdout } = await stage.host.run(["webhook", "check"], {
      env: { PROXY_PASSWORD, CLIENT_SECRET },
    });
    expect(stdout).not.toContain("held");
    expect(code).toBe(0);
  });
});
