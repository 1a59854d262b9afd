// Where the host keeps what belongs to it, by its own rules (OpenClaw 2026.9.6, `resolveStateDir`, `resolveConfigPath`
// and `applyCliProfileEnv`; docs/gateway/multiple-gateways.md). Reads no file, but looks which of them are there.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Places {
  stateDir: string;
  configPath: string;
}

/** What the host was called before; it still takes up what lies there. */
const FORMER = { directory: ".clawdbot", file: "clawdbot.json" };
const FILE = "openclaw.json";

/** As after `openclaw --profile <name>`, for an environment that names no place itself. */
export function withProfile(environment: Environment, profile: string): Environment {
  const isDefault = profile.toLowerCase() === "default";
  const directory = join(homeOf(environment), isDefault ? ".openclaw" : `.openclaw-${profile}`);
  return {
    ...environment,
    OPENCLAW_PROFILE: profile,
    OPENCLAW_STATE_DIR: directory,
    OPENCLAW_CONFIG_PATH: join(directory, FILE),
  };
}

export function placesOf(environment: Environment): Places {
  const home = homeOf(environment);
  const named = written(environment["OPENCLAW_STATE_DIR"]);
  const stateDir = named === undefined ? defaultStateDir(home) : fromHome(home, named);
  const config = written(environment["OPENCLAW_CONFIG_PATH"]);
  if (config !== undefined) return { stateDir, configPath: fromHome(home, config) };
  const candidates = [join(stateDir, FILE), join(stateDir, FORMER.file)];
  return { stateDir, configPath: candidates.find(existsSync) ?? join(stateDir, FILE) };
}

function defaultStateDir(home: string): string {
  const [now, before] = [join(home, ".openclaw"), join(home, FORMER.directory)];
  return existsSync(now) || !existsSync(before) ? now : before;
}

function homeOf(environment: Environment): string {
  const own = written(environment["OPENCLAW_HOME"]);
  const user = written(environment["HOME"]) ?? written(environment["USERPROFILE"]) ?? homedir();
  return resolve(own === undefined ? user : fromHome(user, own));
}

function fromHome(home: string, path: string): string {
  return resolve(path.replace(/^~(?=$|[\\/])/, () => home));
}

function written(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === "" ? undefined : trimmed;
}
