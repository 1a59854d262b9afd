// Installs the vendors' libraries of `package.json` beside it, unless they are there already: for this project of
// tests alone. n8n's nodes come without what they depend on: of them only the checks of signatures are run.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { N8N } from "./n8n.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const mark = `${folder}node_modules/.installed`;

const STAND_IN =
  "module.exports = new Proxy(class {}, { get: (_, key) => (key === 'prototype' ? {} : module.exports) });";

export default function setup(): void {
  const wanted = createHash("sha256")
    .update(readFileSync(`${folder}package-lock.json`))
    .update(N8N.version)
    .digest("hex");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const run = (command: string, ...args: string[]): void => {
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps");
  mkdirSync(N8N.folder, { recursive: true });
  run("npm", "pack", `n8n-nodes-base@${N8N.version}`, "--pack-destination", N8N.folder);
  run("tar", "-xzf", `${N8N.folder}/n8n-nodes-base-${N8N.version}.tgz`, "-C", N8N.folder);
  rmSync(`${N8N.folder}/n8n-nodes-base-${N8N.version}.tgz`);
  // Of these the nodes use constants, error classes and names, which no check of a signature asks for.
  for (const name of ["n8n-workflow", "change-case"]) {
    mkdirSync(`${N8N.folder}/node_modules/${name}`, { recursive: true });
    writeFileSync(`${N8N.folder}/node_modules/${name}/index.js`, STAND_IN);
  }
  writeFileSync(mark, wanted);
}
