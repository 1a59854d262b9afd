import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { storeTlsFindings, tlsFindings } from "../../../src/cli/offline/findings/tls-findings.ts";
import type { TlsSettings } from "../../../src/config/settings.ts";
import { endpointWith } from "../../support/outbound.ts";
import { createPrivateCa, type Pair, type PrivateCa } from "../../support/private-ca.ts";

const DAY = 86_400_000;
let ca: PrivateCa;
let own: Pair;
let other: Pair;
let locked: string;
let garbage: string;

beforeAll(() => {
  ca = createPrivateCa();
  own = ca.issue("gateway.test");
  other = ca.issue("other.test");
  locked = join(ca.folder, "locked.key");
  const command = `pkcs8 -topk8 -in ${own.keyPath} -passout pass:hidden -out ${locked}`;
  execFileSync("openssl", command.split(" "));
  garbage = join(ca.folder, "garbage.pem");
  writeFileSync(garbage, "no PEM");
  mkdirSync(join(ca.folder, "folder"));
});
afterAll(() => ca.dispose());

/** What is said of these settings, `days` from now. */
function said(tls: TlsSettings, days = 0): string[] {
  const endpoint = endpointWith({ name: "one", tls });
  return tlsFindings([endpoint], Date.now() + days * DAY).map(({ title, severity }) =>
    `${severity} ${title}`.replace('Endpoint "one": tls.', "").replaceAll(ca.folder, "…"),
  );
}

it("finds nothing wrong with files that fit, nor with what is not known here", () => {
  // The test's own certificates last for two days.
  const fits = { ca: ca.caPath, cert: own.certPath, key: own.keyPath };
  expect(said(fits).filter((text) => text.startsWith("warn"))).toEqual([]);
  expect(said({ ca: "stand-in", cert: "stand-in", key: "stand-in" })).toEqual([]);
  expect(said({ cert: own.cert, key: own.key }).filter((text) => text.startsWith("warn"))).toEqual(
    [],
  );
});

it("says of each file what is wrong with it", () => {
  const { certPath: cert, keyPath: key } = own;
  const warned = (tls: TlsSettings, days = 0): string[] =>
    said(tls, days).filter((text) => text.startsWith("warn"));
  expect(warned({ ca: join(ca.folder, "none.pem") })).toEqual([
    "warn ca names a file that is not there: …/none.pem",
  ]);
  expect(warned({ ca: join(ca.folder, "folder") })).toEqual(["warn ca names a folder: …/folder"]);
  expect(warned({ ca: garbage })).toEqual([
    'warn ca holds no certificate in PEM ("-----BEGIN CERTIFICATE-----"): …/garbage.pem',
  ]);
  expect(warned({ cert, key: other.keyPath })).toEqual([
    `warn key is not the key of tls.cert: ${other.keyPath.replace(ca.folder, "…")}`,
  ]);
  expect(warned({ cert, key: garbage })).toEqual([
    'warn key holds no private key in PEM ("-----BEGIN PRIVATE KEY-----"): …/garbage.pem',
  ]);
  expect(warned({ cert, key: locked })).toEqual([
    "warn key is locked by a passphrase, and there is no setting for one: write the key without it (openssl pkey -in locked.key -out plain.key): …/locked.key",
  ]);
  expect(warned({ cert, key }, 3)[0]).toMatch(/^warn cert expired on \d{4}-\d\d-\d\d$/);
  expect(warned({ cert, key }, -3)[0]).toMatch(/^warn cert is not valid before \d{4}-\d\d-\d\d$/);
  expect(said({ cert, key })[0]).toMatch(/^info cert expires on \d{4}-\d\d-\d\d$/);
});

it("shows no part of a key", () => {
  const texts = JSON.stringify(
    tlsFindings([endpointWith({ tls: { cert: own.cert, key: other.key } })], 0),
  );
  expect(texts).toContain("is not the key");
  for (const line of other.key.split("\n").filter((one) => one.length > 8)) {
    expect(texts).not.toContain(line);
  }
});

it("says of the issuer of a shared log's server what is wrong with it, and nothing of one that is well", () => {
  const of = (issuer: string, days = 0): string[] =>
    storeTlsFindings(
      { url: "postgres://db/app", schema: "s", tls: { ca: issuer } },
      Date.now() + days * DAY,
    ).map(({ severity, title }) => `${severity} ${title}`.replaceAll(ca.folder, "…"));
  expect(of(ca.caPath)).toEqual([]);
  expect(storeTlsFindings({ problem: "store.url: is no URL" }, 0)).toEqual([]);
  expect(of(join(ca.folder, "none.pem"))).toEqual([
    "warn store.ca names a file that is not there: …/none.pem",
  ]);
  expect(of(garbage)).toEqual([
    'warn store.ca holds no certificate in PEM ("-----BEGIN CERTIFICATE-----"): …/garbage.pem',
  ]);
});
