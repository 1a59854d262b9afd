// Bundles src/ and its dependencies to dist/: the host copies every file of a package several times for one
// command of the CLI. What the sources load lazily stays lazy. Host and Node stay outside. Another directory may
// be named instead of dist/.
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildUi } from "./build-ui.ts";
import { chunkOf } from "./chunks.ts";
import { licencesOf } from "./licences.ts";
import { withoutFacades } from "./without-facades.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = process.argv[2] ?? `${root}dist`;

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
    "log-thread": "src/engine/store/sqlite/thread/log-thread.ts",
    "checkpoint-thread": "src/engine/store/sqlite/file/checkpoint-thread.ts",
    "decide-thread": "src/inbound/thread/decide-thread.ts",
  },
  platform: "node",
  preserveEntrySignatures: "allow-extension",
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
  // Licences stand in a file of their own, and docstrings in the sources.
  plugins: [withoutFacades()],
  comments: { legal: false, jsdoc: false, annotation: true },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: "who needs it", name: (id, graph) => chunkOf(id, graph, root) }],
  },
});
await bundle.close();

const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
const pageModules = await buildUi(dist);
writeFileSync(`${dist}/THIRD-PARTY-LICENSES.txt`, licencesOf([...modules, ...pageModules]));
