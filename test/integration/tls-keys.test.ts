// Keys and certificates as OpenSSL writes them, against nginx, which asks for the caller's certificate.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkTls } from "../../src/config/endpoint/tls.ts";
import type { TlsSettings } from "../../src/config/settings.ts";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { startMtlsServer, type MtlsServer } from "../support/mtls-server.ts";
import { createPrivateCa, type PrivateCa } from "../support/private-ca.ts";
import { hasPrograms } from "../support/program.ts";

const NAME = "receiver.corp.example";
const LOCKED =
  "is locked by a passphrase, and there is no setting for one: write the key without it (openssl pkey -in locked.key -out plain.key)";

describe.skipIf(!hasPrograms("nginx", "openssl"))("a client's key and certificate", () => {
  let authority: PrivateCa;
  let server: MtlsServer;

  beforeAll(async () => {
    authority = createPrivateCa();
    server = await startMtlsServer(authority.issue(NAME), authority.caPath);
  });
  afterAll(async () => {
    await server.close();
    authority.dispose();
  });

  /** What nginx says to a caller with these. */
  async function answerTo(tls: TlsSettings): Promise<Answer> {
    const transport = createTransport({
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    onTestFinished(() => transport.close());
    return transport.send(
      {
        url: `https://${NAME}:${server.port}/hook`,
        headers: {},
        body: "{}",
        timeoutMs: 5000,
        connectTimeoutMs: 2000,
        allowPrivateNetwork: true,
        connections: 1,
        tls: { ca: authority.ca, ...tls },
      },
      new AbortController().signal,
    );
  }

  /** The key as this command of OpenSSL writes it. */
  function rewritten(keyPath: string, command: string): { path: string; pem: string } {
    const path = join(authority.folder, `${command.replaceAll(/\W+/g, "-")}.key`);
    execFileSync("openssl", [...command.split(" "), "-in", keyPath, "-out", path], {
      stdio: "pipe",
    });
    return { path, pem: readFileSync(path, "utf8") };
  }

  test.each([
    ["RSA in PKCS #8", "rsa", "pkcs8 -topk8 -nocrypt", "BEGIN PRIVATE KEY"],
    ["RSA in PKCS #1", "rsa", "rsa -traditional", "BEGIN RSA PRIVATE KEY"],
    ["P-256 in PKCS #8", "ec", "pkcs8 -topk8 -nocrypt", "BEGIN PRIVATE KEY"],
    ["P-256 in SEC 1", "ec", "ec", "BEGIN EC PRIVATE KEY"],
    ["Ed25519 in PKCS #8", "ed25519", "pkcs8 -topk8 -nocrypt", "BEGIN PRIVATE KEY"],
  ] as const)("of %s are taken, as PEM and as a file", async (_, kind, command, label) => {
    const own = authority.issue("gateway", kind);
    const { path, pem } = rewritten(own.keyPath, command);
    expect(pem).toContain(`-----${label}-----`);
    const pair = { cert: own.cert, key: pem };
    expect(checkTls(pair, "tls")).toEqual([]);
    for (const tls of [pair, { cert: own.certPath, key: path }]) {
      expect(await answerTo(tls)).toMatchObject({
        status: 200,
        body: `CN=gateway asks ${NAME}`,
      });
    }
  });

  test.each([
    ["PKCS #8", "rsa", "pkcs8 -topk8 -passout pass:hidden"],
    ["PKCS #1", "rsa", "rsa -traditional -aes256 -passout pass:hidden"],
    ["SEC 1", "ec", "ec -aes256 -passout pass:hidden"],
    ["PKCS #8, of Ed25519", "ed25519", "pkcs8 -topk8 -passout pass:hidden"],
  ] as const)(
    "locked by a passphrase in %s are refused, with what to do",
    async (_, kind, command) => {
      const own = authority.issue("gateway", kind);
      const { path, pem } = rewritten(own.keyPath, command);
      expect(checkTls({ cert: own.cert, key: pem }, "tls")).toEqual([
        { path: "tls.key", message: LOCKED },
      ]);
      expect(checkTls({ cert: own.certPath, key: pem }, "tls")).toEqual([
        { path: "tls.key", message: LOCKED },
      ]);
      expect(await answerTo({ cert: own.certPath, key: path })).toMatchObject({
        kind: "failure",
        errorClass: "config",
        message: `tls.key: the file ${path} ${LOCKED}`,
      });
    },
  );

  test("of an intermediate CA are taken with their chain, and refused by the receiver without", async () => {
    const below = authority.intermediate("intermediate-ca");
    const own = below.issue("gateway", "rsa");
    const chain = `${own.cert}${below.cert}`;
    const file = join(authority.folder, "chain.pem");
    writeFileSync(file, chain);
    for (const tls of [
      { cert: chain, key: own.key },
      { cert: file, key: own.keyPath },
    ]) {
      expect(checkTls(tls, "tls")).toEqual([]);
      expect(await answerTo(tls)).toMatchObject({ status: 200, body: `CN=gateway asks ${NAME}` });
    }
    const refused = await answerTo({ cert: own.cert, key: own.key });
    expect(refused).toMatchObject({ status: 400 });
    expect((refused as { body: string }).body).toContain("The SSL certificate error");
  });

  test("in the wrong order, or of two pairs, say which certificate it is", async () => {
    const below = authority.intermediate("intermediate-ca");
    const own = below.issue("gateway");
    const other = authority.issue("other", "ed25519");
    const upsideDown = `${below.cert}${own.cert}`;
    const words = {
      turned:
        "is the key of certificate 2 in tls.cert: the own certificate must stand first, its chain behind it",
      other: "is not the key of tls.cert",
    };
    expect(checkTls({ cert: upsideDown, key: own.key }, "tls")).toEqual([
      { path: "tls.key", message: words.turned },
    ]);
    expect(checkTls({ cert: own.cert, key: other.key }, "tls")).toEqual([
      { path: "tls.key", message: words.other },
    ]);
    expect(await answerTo({ cert: upsideDown, key: own.keyPath })).toMatchObject({
      message: `tls.key: the file ${own.keyPath} ${words.turned}`,
    });
    expect(await answerTo({ cert: own.cert, key: other.key })).toMatchObject({
      message: `tls.key ${words.other}`,
    });
  });

  test("trust a receiver whose certificate comes with a chain, by its root alone", async () => {
    const below = authority.intermediate("intermediate-ca");
    const theirs = below.issue(NAME, "rsa");
    writeFileSync(theirs.certPath, `${theirs.cert}${below.cert}`);
    const chained = await startMtlsServer(theirs, authority.caPath);
    onTestFinished(() => chained.close());
    const own = authority.issue("gateway", "ed25519");
    const before = server;
    server = chained;
    const answer = await answerTo({ cert: own.cert, key: own.key });
    server = before;
    expect(answer).toMatchObject({ status: 200, body: `CN=gateway asks ${NAME}` });
  });
});
