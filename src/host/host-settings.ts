// Where our settings stand in the host's config. Reads nothing else of it.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";

type HostConfig = Pick<ReturnType<OpenClawPluginApi["runtime"]["config"]["current"]>, "plugins">;

export function settingsIn({ plugins }: HostConfig): unknown {
  return plugins?.entries?.["event-webhooks"]?.config;
}
