// What a missing delivery log means, and what to do. Looks for no file.
import type { Finding } from "../offline/findings/finding.ts";

/** `path`: where the log would be. */
export function noLogYet(path: string): Finding {
  return {
    checkId: "event-webhooks.log.none",
    severity: "info",
    title: `There is no delivery log at ${path}`,
    detail: "No Gateway of this machine has run with the plugin yet.",
    remediation:
      "Start it: openclaw gateway run. If it ran already, openclaw plugins inspect event-webhooks tells whether the plugin is switched on, and openclaw webhook check whether its settings are sound.",
  };
}
