// Writes every observation that our catalog may read to the file named by OBSERVATIONS, one JSON a line.
import { appendFileSync } from "node:fs";
import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";

const HOOKS = [
  "message_received",
  "message_sent",
  "reply_payload_sending",
  "model_call_started",
  "session_start",
  "session_end",
];
const STREAMS = ["lifecycle", "tool"];

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
  },
});

function withoutConfig(key, value) {
  if (key === "config" || key === "abortSignal") return undefined;
  return typeof value === "bigint" || typeof value === "function" ? String(value) : value;
}
