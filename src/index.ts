// The plugin's entry: one line per surface. Runs several times in a process, once for each registration mode.
import type { OpenClawPluginDefinition } from "openclaw/plugin-sdk/plugin-entry";
import { registerAgentTool } from "./host/agent-tool.ts";
import { registerAudit } from "./host/audit.ts";
import { registerCommands } from "./host/cli.ts";
import { enforceToolRules } from "./host/inbound/run/tool-rules.ts";
import { registerService } from "./host/service.ts";
import { tapHooks } from "./host/taps.ts";

/** The host lists and runs the tools of a copy that it loads for them alone, too. */
const TOOL_MODES: ReadonlySet<string> = new Set(["full", "discovery", "tool-discovery"]);

export default {
  id: "event-webhooks",
  name: "Event Webhooks",
  description:
    "Sends messages, sessions, tool calls and errors as signed, durable, retried webhooks.",
  register(api) {
    registerCommands(api);
    if (TOOL_MODES.has(api.registrationMode)) registerAgentTool(api);
    // Runs fire their hooks in the copy that was loaded for discovery, the Gateway in the full one.
    if (api.registrationMode === "full" || api.registrationMode === "discovery") {
      tapHooks(api);
      registerAudit(api);
      enforceToolRules(api);
    }
    if (api.registrationMode === "full") registerService(api);
  },
} satisfies OpenClawPluginDefinition;
