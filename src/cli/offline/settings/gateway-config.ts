// Where the host looks for its config (openclaw docs, gateway/configuration). Reads no file.
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./stand-ins.ts";

export function gatewayConfigPath(environment: Environment): string {
  const { OPENCLAW_CONFIG_PATH: file, OPENCLAW_STATE_DIR: directory } = environment;
  return file ?? join(directory ?? join(homedir(), ".openclaw"), "openclaw.json");
}
