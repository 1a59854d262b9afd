// Tells once for each state directory that there is a quicker command, where it is read after an installation: in the
// log of the Gateway's first start with the plugin.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PluginLogger } from "openclaw/plugin-sdk/plugin-entry";

/** What was told, so that it is not told again. */
const MARK = "own-command-told";

export const OWN_COMMAND_HINT =
  "`openclaw-webhook` answers what `openclaw webhook` does in a fraction of the time; to have it in your shell: " +
  "openclaw webhook shell >> ~/.bashrc (or ~/.zshrc; for fish: openclaw webhook shell --help)";

/** Never throws. */
export function tellOwnCommandOnce(stateDir: string, logger: PluginLogger): void {
  const directory = join(stateDir, "event-webhooks");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Fails where it is there already.
    writeFileSync(join(directory, MARK), "", { flag: "wx", mode: 0o600 });
  } catch {
    return;
  }
  logger.info(OWN_COMMAND_HINT);
}
