// Writes all that the host tells a plugin of conversations to the file named by OBSERVATIONS, one JSON a line: also
// what our catalog does not read yet, so that a record outlives a change of the catalog.
// Its route starts a run the way a plugin does, from the service's context.
import { AsyncLocalStorage } from "node:async_hooks";
import { appendFileSync } from "node:fs";
import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";

const HOOKS = [
  "message_received",
  "message_sending",
  "message_sent",
  "reply_payload_sending",
  "model_call_started",
  "session_start",
  "session_end",
  "after_tool_call",
];
const STREAMS = ["lifecycle", "tool"];

let inServiceContext;

export default definePluginEntry({
  id: "observation-recorder",
  name: "Observation recorder",
  description: "Writes down what the host tells plugins, as test fixtures.",
  register(api) {
    const file = process.env.OBSERVATIONS;
    if (file === undefined) return;
    const write = (source, name, event, context = {}) => {
      const observation = { source, name, at: Date.now(), event, context };
      appendFileSync(file, `${JSON.stringify(observation, withoutConfig)}\n`);
    };
    for (const name of HOOKS) {
      api.on(name, (event, context) => {
        write("hook", name, event, context);
      });
    }
    if (api.registrationMode !== "full") return;
    api.runtime.events.onAgentEvent((event) => {
      if (STREAMS.includes(event.stream)) write("agent", event.stream, event);
    });
    api.runtime.events.onSessionTranscriptUpdate((update) => {
      const role = update.message?.role;
      if (role === "user" || role === "assistant") write("transcript", role, update);
    });
    api.registerService({
      id: "observation-recorder",
      start() {
        inServiceContext = AsyncLocalStorage.snapshot();
      },
    });
    api.registerHttpRoute({
      path: "/observation-recorder/run",
      auth: "plugin",
      match: "exact",
      async handler(request, response) {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const params = JSON.parse(Buffer.concat(chunks).toString());
        await inServiceContext(() => api.runtime.subagent.run(params));
        response.writeHead(202).end();
        return true;
      },
    });
  },
});

function withoutConfig(key, value) {
  if (["config", "cfg", "abortSignal", "getConfig"].includes(key)) return undefined;
  return typeof value === "bigint" || typeof value === "function" ? String(value) : value;
}
