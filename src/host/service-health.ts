// What the host shows of this service in `openclaw health`, its status and the Control UI's list of plugins: that
// nothing can be written, and that settings hold something back. Decides nothing.
import type { OpenClawPluginServiceContext, PluginLogger } from "openclaw/plugin-sdk/plugin-entry";
import { problemText } from "../config/problem/problem.ts";
import type { Problem } from "../config/settings.ts";
import type { Signals } from "../engine/signals.ts";

export interface HealthPorts {
  signals: Pick<Signals, "on">;
  logger: Pick<PluginLogger, "info" | "error">;
  /** Absent in a host that asks for no health. */
  serviceHealth: OpenClawPluginServiceContext["serviceHealth"];
}

/** As many are told; `openclaw webhook check` tells all. */
const MOST_TOLD = 3;

/** `problems`: of the config, true until the host starts the service anew. */
export function tellHealth(
  problems: readonly Problem[],
  { signals, logger, serviceHealth }: HealthPorts,
): void {
  const ofSettings = problems.length === 0 ? [] : [settingsFailure(problems)];
  const report = (storage?: string): void => {
    const failures = [...(storage === undefined ? [] : [`storage: ${storage}`]), ...ofSettings];
    if (failures.length === 0) serviceHealth?.clearFailure();
    else serviceHealth?.reportFailure(new Error(failures.join("; ")));
  };
  report();
  signals.on("storage", (message) => {
    if (message === undefined) logger.info("storage works again");
    else logger.error(`storage: ${message}`);
    report(message);
  });
}

function settingsFailure(problems: readonly Problem[]): string {
  const told = problems.slice(0, MOST_TOLD).map(problemText).join("; ");
  const left = problems.length - MOST_TOLD;
  const more = left > 0 ? `; and ${left} more` : "";
  return `${told}${more}. openclaw webhook check tells the places`;
}
