// The import law of ARCHITECTURE.md, read from the sources themselves.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const MAX_LINES = 200;
const EMPTY_NAMES = /(^|\/)(utils?|helpers?|common|shared|misc|types|manager|lib)(\.|\/)/;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const files = globSync("src/**/*.{ts,tsx}", { cwd: root }).filter(
  (file) => !file.includes("generated"),
);
const imports = files.flatMap((from) => importsOf(from));

function importsOf(from: string): Import[] {
  const source = readFileSync(join(root, from), "utf8");
  const statements = source.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)";/gms);
  const lazy = source.matchAll(/\bimport\(\s*"([^"]+)"/g);
  return [
    ...[...statements].map(([, type, specifier = ""]) => ({ type, specifier })),
    ...[...lazy].map(([, specifier = ""]) => ({ type: undefined, specifier })),
  ].map(({ type, specifier }) => ({
    from,
    to: specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : specifier,
    typeOnly: type !== undefined,
  }));
}

const folderOf = (file: string): string => /^src\/(\w+)\//.exec(file)?.[1] ?? "";

/** Which folders a folder may import values from; types may come from any folder but host, cli and ui. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  language: [],
  signature: ["language"],
  config: ["generated", "language", "signature"],
  event: ["generated"],
  outbound: ["language", "signature"],
  inbound: ["language", "signature"],
  engine: ["outbound", "signature", "tracing"],
  inspection: ["config", "language", "outbound", "inbound", "generated"],
  lab: [],
  tracing: [],
  view: [],
  cli: [
    "config",
    "inspection",
    "language",
    "signature",
    "outbound",
    "inbound",
    "lab",
    "view",
    "words",
    "generated",
  ],
  words: [],
  ui: ["generated", "words"],
  host: [
    "config",
    "event",
    "inspection",
    "language",
    "signature",
    "outbound",
    "inbound",
    "engine",
    "tracing",
    "view",
    "cli",
    "generated",
  ],
};

/** Single files beyond that: an address is judged by the guard, and without a Gateway the CLI reads the log. */
const MAY_ALSO_IMPORT: Record<string, readonly string[]> = {
  inspection: ["src/engine/guard/allow-list.ts", "src/engine/guard/guard.ts"],
  cli: [
    "src/engine/clock.ts",
    "src/engine/dispatch/endpoint-memory.ts",
    "src/engine/dispatch/readiness.ts",
    "src/engine/guard/allow-list.ts",
    "src/engine/guard/guard.ts",
    "src/engine/guard/reach.ts",
    "src/engine/log/explain.ts",
    "src/engine/pace/backoff.ts",
    "src/engine/pace/governor.ts",
    "src/engine/store/copy/copy.ts",
    "src/engine/store/sqlite/sqlite-store.ts",
    "src/engine/store/store-error.ts",
    "src/engine/transport/lookup.ts",
    "src/event/envelope.ts",
    "src/event/sample.ts",
  ],
};

/** Which files may import a package. */
const DOORS: Record<string, RegExp> = {
  openclaw: /^src\/(host\/|index\.ts|setup\.ts|ui\/native\.tsx)/,
  "node:sqlite": /^src\/(engine\/store\/|cli\/own\/device\.ts$)/,
  commander: /^src\/cli\/own\/main\.ts$/,
  undici: /^src\/engine\/transport\//,
  pg: /^src\/engine\/store\/postgres\/server\/(connection|listening)\.ts$/,
  oauth4webapi: /^src\/engine\/token\//,
  liquidjs: /^src\/language\/template\/template\.ts$/,
  ajv: /validate\.ts$/,
  json5: /^src\/config\/load\.ts$/,
  eventemitter3: /^src\/engine\/signals\.ts$/,
  "@opentelemetry/api": /^src\/tracing\/otel\.ts$/,
  preact: /^src\/ui\//,
  uplot: /^src\/ui\/overview\/plot\.tsx$/,
  "ipaddr.js": /^src\/engine\/guard\/(address|guard)\.ts$/,
};

describe("the import law", () => {
  it("lets values flow one way between folders", () => {
    const broken = imports.filter(({ from, to, typeOnly }) => {
      const [source, target] = [folderOf(from), folderOf(to)];
      if (source === "" || target === "" || source === target) return false;
      if ((MAY_IMPORT[source] ?? []).includes(target)) return false;
      if (typeOnly) return ["host", "cli", "ui"].includes(target);
      return !(MAY_ALSO_IMPORT[source] ?? []).includes(to);
    });
    expect(broken).toEqual([]);
  });

  it("has one door for each package", () => {
    const broken = imports.filter(({ from, to, typeOnly }) => {
      if (typeOnly && !to.startsWith("openclaw/")) return false;
      const name = Object.keys(DOORS).find((door) => to === door || to.startsWith(`${door}/`));
      return name !== undefined && !DOORS[name]?.test(from);
    });
    expect(broken).toEqual([]);
  });

  it("has no cycles, types included", () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
    expect(cyclesOf(graph)).toEqual([]);
  });
});

describe("the files of src", () => {
  it("stay under 200 lines", () => {
    const long = files.filter((file) => lineCount(file) > MAX_LINES);
    expect(long).toEqual([]);
  });

  it("have names that say something", () => {
    expect(files.filter((file) => EMPTY_NAMES.test(file))).toEqual([]);
  });

  it("open with their job", () => {
    const silent = files.filter((file) => !readFileSync(join(root, file), "utf8").startsWith("//"));
    expect(silent).toEqual([]);
  });
});

function lineCount(file: string): number {
  return readFileSync(join(root, file), "utf8").trimEnd().split("\n").length;
}

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
