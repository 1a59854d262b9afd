// Bundles src/ and its dependencies to dist/: the host copies every file of a package several times for one
// command of the CLI. What the sources load lazily stays lazy. Host and Node stay outside. Another directory may
// be named instead of dist/.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildUi } from "./build-ui.ts";
import { licencesOf } from "./licences.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.argv[2] ?? `${root}dist`;

/** A short file of ours that imports no value, or only those of files like it. */
function isSmallLeaf(id: string, seen = new Set<string>()): boolean {
  if (!id.startsWith(`${root}src/`) || !id.endsWith(".ts") || id.startsWith(`${root}src/ui/`))
    return false;
  if (seen.has(id)) return true;
  seen.add(id);
  const source = readFileSync(id, "utf8");
  if (source.length > 1800 || source.includes("import(")) return false;
  const imports = [...source.matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";/gms)];
  return imports.every(
    ([, from = ""]) =>
      from.startsWith("node:") ||
      (from.startsWith(".") && isSmallLeaf(resolve(dirname(id), from), seen)),
  );
}

/** Of undici only its client: the rest is nine tenths of it, and would be compiled in the engine's thread. */
function undiciParts(): Record<string, string> {
  const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
  const noForms = beside("undici-without-forms.cjs");
  const forms = ["../web/fetch/body.js", "../web/fetch/formdata", "../web/webidl"];
  return {
    undici$: beside("undici-parts.js"),
    ...Object.fromEntries(forms.map((module) => [module, noForms])),
  };
}

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: {
    index: "src/index.ts",
    setup: "src/setup.ts",
    bin: "src/bin.ts",
    // Started by their addresses beside the chunks that start them, so all of dist/ is one folder.
    thread: "src/engine/thread/thread.ts",
    "checkpoint-thread": "src/engine/store/file/checkpoint-thread.ts",
    "decide-thread": "src/inbound/thread/decide-thread.ts",
  },
  platform: "node",
  external: /^(openclaw\/|node:)/,
  resolve: { alias: undiciParts() },
  tsconfig: false,
  onLog(_level, { message }) {
    throw new Error(message);
  },
});
const { output } = await bundle.write({
  dir: dist,
  format: "esm",
  chunkFileNames: "[name].js",
  // What a shell starts names its interpreter.
  banner: ({ name }) => (name === "bin" ? "#!/usr/bin/env node" : ""),
  // Who judges an address loads all that is known of addresses, and who makes a sample an envelope: one file each,
  // though not all of them ask for each part.
  // And what is small and needs nothing else is in one file, too.
  codeSplitting: {
    groups: [
      { name: "guard", test: /src\/engine\/guard\/(address|allow-list|guard)\.ts$/ },
      { name: "basics", test: (id) => isSmallLeaf(id), minShareCount: 2 },
    ],
  },
});
await bundle.close();

const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
const pageModules = await buildUi(dist);
writeFileSync(`${dist}/THIRD-PARTY-LICENSES.txt`, licencesOf([...modules, ...pageModules]));
