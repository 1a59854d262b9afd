// In the genuine Gateway: a key set that stands on a server of its own, and a secret that its sender brings.
import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createPrivateCa, type PrivateCa } from "../../support/private-ca.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const SECRET = "b537207f20cbfa02357cf448134da559";

function tokenOf(key: KeyObject, kid: string, claims: object): string {
  const encoded = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = `${encoded({ alg: "EdDSA", kid })}.${encoded({ ...claims, exp })}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
}

describe("senders whose keys are not in the settings", () => {
  const [first, second] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const published = [{ ...first.publicKey.export({ format: "jwk" }), kid: "first" }];
  let asked = 0;
  let ca: PrivateCa;
  let server: Server;
  let stage: Stage;

  const post = async (route: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });
  const asks = async (token: string): Promise<number> =>
    (await post("issuer", { authorization: `Bearer ${token}` })).status;

  beforeAll(async () => {
    ca = createPrivateCa();
    server = createServer(ca.issue("localhost"), (_, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    stage = await createStage(inject("tarball"), ["main"]);
    await stage.configure({
      endpoints: [],
      inbound: {
        endpoints: {
          issuer: {
            agentId: "main",
            template: "x",
            auth: {
              type: "jwt",
              algorithms: ["EdDSA"],
              jwks: { url: `https://localhost:${port}/jwks`, allowPrivateNetwork: true },
              claims: { aud: "gateway" },
            },
          },
          asana: { agentId: "main", template: "x", auth: { preset: "asana" } },
        },
      },
    });
    await stage.host.start({ NODE_EXTRA_CA_CERTS: ca.caPath });
  });
  afterAll(async () => {
    await stage.dispose();
    server.close();
    ca.dispose();
  });

  it("lets in what the published key has signed, for the operator's audience alone", async () => {
    const mine = tokenOf(first.privateKey, "first", { aud: "gateway" });
    const statuses = await Promise.all([asks(mine), asks(mine), asks(mine)]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await asks(tokenOf(first.privateKey, "first", { aud: "another" }))).toBe(401);
    expect(await asks(tokenOf(second.privateKey, "first", { aud: "gateway" }))).toBe(401);
    expect(await asks(tokenOf(second.privateKey, "second", { aud: "gateway" }))).toBe(401);
    expect(asked).toBe(1);
  });

  it("keeps the secret that was brought, also over a restart, and shows it on demand", async () => {
    const signature = createHmac("sha256", SECRET).update("{}").digest("hex");
    expect((await post("asana", { "x-hook-signature": signature })).status).toBe(401);
    const greeting = await post("asana", { "x-hook-secret": SECRET });
    expect([greeting.status, greeting.headers.get("x-hook-secret")]).toEqual([200, SECRET]);
    expect((await post("asana", { "x-hook-secret": "x".repeat(32) })).status).toBe(401);
    const shown = await stage.host.run(["webhook", "brought", "asana", "--show"]);
    expect(shown.stdout.trim()).toBe(SECRET);
    expect((await post("asana", { "x-hook-signature": signature })).status).toBe(200);
  });
});
