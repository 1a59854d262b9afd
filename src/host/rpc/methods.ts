// The Gateway's RPC methods of this plugin, `eventWebhooks.*`, each with the narrowest scope. Loads what answers
// them with the first call, so that registering costs nothing.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";
import type { Running } from "./running.ts";

/** Those that change nothing. */
export const READING = [
  "list",
  "show",
  "explain",
  "endpoints",
  "routes",
  "preview",
  "requests.list",
  "requests.show",
  "stats",
  "store",
];
const ACTING = [
  "retry",
  "replay",
  "requests.replay",
  "test",
  "pause",
  "resume",
  "purge",
  "brought",
];

/** The host asks for this scope of whoever writes its config; the drafts and events that are read here are theirs. */
const SETTING_UP = ["setup.standing", "setup.form", "setup.check", "setup.write"];

const SCOPES = {
  "operator.read": [...READING, "health", "support"],
  "operator.write": ACTING,
  "operator.admin": SETTING_UP,
} as const;

/** `running`: undefined while the plugin starts or ends. */
export function registerMethods(api: OpenClawPluginApi, running: () => Running | undefined): void {
  for (const scope of ["operator.read", "operator.write", "operator.admin"] as const) {
    for (const method of SCOPES[scope]) {
      api.registerGatewayMethod(
        `eventWebhooks.${method}`,
        async ({ params, respond }) => {
          const { answer } = await import("./answer.ts");
          const reply = await answer(method, params, running());
          if (reply.ok) respond(true, reply.payload);
          else respond(false, undefined, reply.error);
        },
        { scope },
      );
    }
  }
}
