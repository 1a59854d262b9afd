// The runtimes in which the library is tried, and how each runs a file.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("node_modules/", import.meta.url));

export interface Runtime {
  name: string;
  /** The command that runs a file, before its name. */
  command: readonly [program: string, ...args: string[]];
}

// What their packages' install scripts would choose; those do not run here.
const arch = process.arch === "arm64" ? "arm64" : "x64";
const bunArch = process.arch === "arm64" ? "aarch64" : "x64";

export const NODE_20: Runtime = { name: "Node 20", command: [`${modules}node20/bin/node`] };
/** What runs these tests. */
export const NODE: Runtime = { name: "Node 24", command: [process.execPath] };
export const BUN: Runtime = {
  name: "Bun",
  command: [`${modules}@oven/bun-linux-${bunArch}/bin/bun`, "run"],
};
export const DENO: Runtime = {
  name: "Deno",
  command: [
    `${modules}@deno/linux-${arch}-glibc/deno`,
    "run",
    "--quiet",
    "--allow-all",
    "--cached-only",
    "--node-modules-dir=manual",
  ],
};

export const RUNTIMES: readonly Runtime[] = [NODE_20, NODE, BUN, DENO];

/** Not every machine has a package of each; in CI all of them have to be there. */
export function isThere({ command: [program] }: Runtime): boolean {
  return process.env["CI"] !== undefined || existsSync(program);
}
