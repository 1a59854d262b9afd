// What the build makes of the sources: few files that need nothing, and that load nothing before its time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bundle-"));

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "scripts/build.ts"), directory], { stdio: "pipe" });
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (file: string): string => readFileSync(join(directory, file), "utf8");
const scripts = (): string[] => readdirSync(directory).filter((file) => file.endsWith(".js"));
const specifiers = (source: string): string[] =>
  [...source.matchAll(/^(?:import|export) (?:[^;"]*? from )?"([^"]+)";/gm)].map(
    ([, specifier = ""]) => specifier,
  );

/** The texts that are loaded with `file` at once. */
function loadedWith(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen;
  const source = read(file);
  seen.set(file, source);
  for (const specifier of specifiers(source))
    if (specifier.startsWith("./")) loadedWith(specifier.slice(2), seen);
  return seen;
}

/** What `file` loads at once beside our own code and Node: marks of packages, and modules of the host. */
function foreignIn(file: string): string[] {
  return [...loadedWith(file).values()].flatMap((source) => [
    ...specifiers(source).filter((specifier) => specifier.startsWith("openclaw/")),
    ...(source.match(/^.*node_modules\/.*$|^.*__commonJS\w*\(.*$/gm) ?? []),
  ]);
}

const NAMES = [
  "@opentelemetry/api",
  "ajv",
  "commander",
  "eventemitter3",
  "ipaddr.js",
  "json5",
  "liquidjs",
  "oauth4webapi",
  "undici",
];

describe("the bundle", () => {
  it("needs nothing but Node and the host, so that an install is one download", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object;
    expect(manifest).not.toHaveProperty("dependencies");
    const foreign = scripts()
      .flatMap((file) => specifiers(read(file)))
      .filter((specifier) => !/^(\.\/|openclaw\/)/.test(specifier) && !isBuiltin(specifier));
    expect(foreign).toEqual([]);
  });

  it("is few files", () => {
    expect(scripts().length).toBeLessThanOrEqual(23);
  });

  it("loads no package and nothing of the host with an entry or with a command line", () => {
    expect(foreignIn("index.js")).toEqual([]);
    expect(foreignIn("setup.js")).toEqual([]);
    expect(foreignIn("webhook.js")).toEqual([]);
    // The same look at what does hold packages: were it blind, this would say so.
    expect(foreignIn("thread.js")).not.toEqual([]);
    expect(foreignIn("settings.js")).not.toEqual([]);
  });

  it("has PostgreSQL's client where only a shared log needs it", () => {
    const holding = scripts().filter((file) => read(file).includes("node_modules/pg/"));
    expect(holding).toEqual(["postgres.js"]);
    expect([...loadedWith("thread.js").keys()]).not.toContain("postgres.js");
    expect([...loadedWith("later.js").keys()]).not.toContain("postgres.js");
  });

  it("loads nothing of the host with the Gateway's service, which takes tens of MB, until a route needs it", () => {
    const ofHost = (file: string): string[] =>
      foreignIn(file).filter((specifier) => specifier.startsWith("openclaw/"));
    expect(ofHost("gateway.js")).toEqual([]);
    expect(ofHost("inbound.js")).not.toEqual([]);
  });

  it("brings the page in at most 150 kB compressed, script and style together", () => {
    const bytes = (file: string): number => gzipSync(read(`ui/${file}`)).length;
    for (const script of ["native.js", "framed.js"]) {
      const whole = bytes(script) + bytes("page.css");
      expect(whole).toBeGreaterThan(10_000);
      expect(whole).toBeLessThan(150_000);
    }
  });

  it("passes on the licence of each package in it", () => {
    const licences = read("THIRD-PARTY-LICENSES.txt");
    for (const name of NAMES) {
      const heading = licences.split("\n").filter((line) => line.startsWith(`${name} `));
      expect(heading).toHaveLength(1);
    }
  });
});
