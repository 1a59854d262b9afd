// Certificates and keys of an endpoint against nginx, which asks for the caller's certificate.
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { TlsSettings } from "../../src/config/settings.ts";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import { createMaterials } from "../../src/engine/transport/way/material.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { startMtlsServer, type MtlsServer } from "../support/mtls-server.ts";
import { createPrivateCa, type Pair, type PrivateCa } from "../support/private-ca.ts";
import { hasPrograms } from "../support/program.ts";

const NEVER = new AbortController().signal;
const NAME = "receiver.corp.example";

describe.skipIf(!hasPrograms("nginx", "openssl"))("an endpoint with tls", () => {
  let authority: PrivateCa;
  let client: Pair;
  let server: MtlsServer;

  beforeAll(async () => {
    authority = createPrivateCa();
    client = authority.issue("gateway");
    server = await startMtlsServer(authority.issue(NAME), authority.caPath);
  });
  afterAll(async () => {
    await server.close();
    authority.dispose();
  });

  function sender(): (tls?: TlsSettings, host?: string) => Promise<Answer> {
    const lookup = async () => [{ address: "127.0.0.1", family: 4 }];
    const transport = createTransport({ lookup });
    onTestFinished(() => transport.close());
    return (tls, host = NAME) =>
      transport.send(
        {
          url: `https://${host}:${server.port}/hook`,
          headers: {},
          body: "{}",
          timeoutMs: 5000,
          connectTimeoutMs: 2000,
          allowPrivateNetwork: true,
          connections: 2,
          ...(tls && { tls }),
        },
        NEVER,
      );
  }

  const pems = (): TlsSettings => ({ ca: authority.ca, cert: client.cert, key: client.key });

  test("trusts a private CA and shows its own certificate, as PEM and as files", async () => {
    const send = sender();
    const answers = [
      await send(pems()),
      await send({ ca: authority.caPath, cert: client.certPath, key: client.keyPath }),
    ];
    expect(answers.map((answer) => "body" in answer && answer.body)).toEqual([
      `CN=gateway asks ${NAME}`,
      `CN=gateway asks ${NAME}`,
    ]);
  });

  test("trusts nobody else then, and without it nobody private", async () => {
    const send = sender();
    const other = createPrivateCa("Another CA");
    onTestFinished(() => other.dispose());
    for (const tls of [undefined, { ...pems(), ca: other.ca }]) {
      const answer = await send(tls);
      expect(answer).toMatchObject({ kind: "failure", errorClass: "tls" });
      expect((answer as { message: string }).message).toContain("name the issuer in tls.ca");
    }
  });

  test("shows no socket of one certificate to another endpoint of the same host", async () => {
    const send = sender();
    const other = authority.issue("other-gateway");
    const said: unknown[] = [];
    for (const pair of [client, other, client]) {
      const answer = await send({ ca: authority.ca, cert: pair.cert, key: pair.key });
      said.push("body" in answer && answer.body);
    }
    expect(said).toEqual([
      `CN=gateway asks ${NAME}`,
      `CN=other-gateway asks ${NAME}`,
      `CN=gateway asks ${NAME}`,
    ]);
  });

  test("is refused without a certificate, in the receiver's words", async () => {
    const answer = await sender()({ ca: authority.ca });
    expect(answer).toMatchObject({ kind: "response", status: 400 });
    expect((answer as { body: string }).body).toContain("No required SSL certificate was sent");
  });

  test("checks the certificate against serverName where the host has another name", async () => {
    const send = sender();
    expect(await send(pems(), "alias.example")).toMatchObject({ errorClass: "tls" });
    const answer = await send({ ...pems(), serverName: NAME }, "alias.example");
    expect(answer).toMatchObject({ status: 200, body: "CN=gateway asks alias.example" });
  });

  test("reads a file again when it changes", async () => {
    const [certPath, keyPath] = ["live.pem", "live.key"].map((name) =>
      join(authority.folder, name),
    ) as [string, string];
    const put = (pair: Pair): void => {
      copyFileSync(pair.certPath, certPath);
      copyFileSync(pair.keyPath, keyPath);
    };
    let now = 0;
    const materials = createMaterials(() => now);
    const tls = { cert: certPath, key: keyPath };
    const markOf = (): string => {
      const reading = materials.of(tls);
      return reading.ok ? reading.material.mark : reading.failure.message;
    };
    const renewed = authority.issue("gateway");
    put(client);
    const first = markOf();
    now += 1_000;
    expect(markOf()).toBe(first);
    // Half of a renewal: what fitted is used on, for a minute.
    copyFileSync(renewed.certPath, certPath);
    now += 1_000;
    expect(markOf()).toBe(first);
    put(renewed);
    now += 1_000;
    const second = markOf();
    expect([second.length, second === first]).toEqual([first.length, false]);
    rmSync(keyPath);
    now += 1_000;
    expect(markOf()).toBe(second);
    now += 60_000;
    expect(markOf()).toBe(
      `tls.key: the file ${keyPath} cannot be read (ENOENT): check the path and who may read it`,
    );
    writeFileSync(certPath, "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
    writeFileSync(keyPath, "no key");
    now += 1_000;
    expect(markOf()).toBe(
      `tls.cert: the file ${certPath} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")`,
    );
    put(client);
    now += 1_000;
    expect(markOf()).toBe(first);
  });

  test("says which file is missing, and tries again later", async () => {
    const answer = await sender()({ ...pems(), ca: "/nowhere/ca.pem" });
    expect(answer).toMatchObject({ kind: "failure", errorClass: "config" });
    expect(answer).not.toHaveProperty("permanent");
  });
});
