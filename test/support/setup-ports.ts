// A config file in memory, written as the host writes it: at once, or not at all.
import JSON5 from "json5";
import { withValue } from "../../src/config/change/merge.ts";
import type { ConfigFile, ConfigText } from "../../src/host/setup/config-file.ts";
import type { SetupPorts } from "../../src/host/setup/setup.ts";

export interface MemoryConfig {
  ports: SetupPorts;
  text: () => string;
  /** Lines of the Gateway's log. */
  told: string[];
  /** The plugin's settings. */
  settings: () => unknown;
}

/** `config`: the plugin's settings, or a text that is the whole file. `refuses`: what the host says to every write. */
export function memorySetup(
  config: unknown = {},
  { valid = true, refuses }: { valid?: boolean; refuses?: string } = {},
): MemoryConfig {
  const whole = {
    gateway: {},
    agents: { entries: { main: {}, "alert-handler": {} } },
    plugins: { entries: { "event-webhooks": { config } } },
  };
  let text = typeof config === "string" ? config : JSON.stringify(whole);
  const told: string[] = [];
  const read = (): ConfigText => ({
    file: "/home/me/.openclaw/openclaw.json",
    text,
    config: JSON5.parse(text),
    valid,
  });
  const configFile: ConfigFile = {
    read: async () => read(),
    write: async (change) => {
      const now = read();
      const { keys, value } = change(now);
      if (refuses !== undefined) throw new Error(refuses);
      text = JSON.stringify(withValue(now.config, keys, value));
    },
  };
  return {
    ports: {
      configFile,
      removals: new Map(),
      starts: 1,
      environment: {},
      tell: (line) => void told.push(line),
    },
    text: () => text,
    told,
    settings: () =>
      JSON5.parse<{ plugins: { entries: Record<string, { config: unknown }> } }>(text).plugins
        .entries["event-webhooks"]?.config,
  };
}
