// The plugin as a user gets it: built, packed with npm, installed with `openclaw plugins install npm-pack:…`.
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Host } from "./gateway.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds and packs into `directory`; returns the path of the .tgz. */
export async function packPlugin(directory: string): Promise<string> {
  await run(process.execPath, ["scripts/build.ts"], { cwd: root });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", directory];
  const { stdout } = await run("npm", pack, { cwd: root });
  const [packed] = JSON.parse(stdout) as Array<{ filename: string }>;
  if (packed === undefined) throw new Error(`npm pack printed no file name: ${stdout}`);
  return join(directory, packed.filename);
}

/** Installs a packed plugin into a host that is not running, with the user's own npm settings and npm's cache. */
export async function installPlugin(host: Host, tarball: string): Promise<void> {
  const env = {
    npm_config_userconfig: process.env["npm_config_userconfig"] ?? join(homedir(), ".npmrc"),
    npm_config_cache: process.env["npm_config_cache"] ?? join(homedir(), ".npm"),
    npm_config_prefer_offline: "true",
  };
  const result = await host.run(
    ["plugins", "install", `npm-pack:${tarball}`, "--force", "--accept-capabilities"],
    { env, timeoutMs: 240_000 },
  );
  if (result.code !== 0)
    throw new Error(`the plugin could not be installed:\n${result.stderr}\n${result.stdout}`);
}
