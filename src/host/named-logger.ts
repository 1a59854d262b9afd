// The Gateway's log with this plugin's name in front of each line: the host writes lines as they are given.
import type { PluginLogger } from "openclaw/plugin-sdk/plugin-entry";

const NAME = "event-webhooks: ";

export function namedLogger(logger: PluginLogger): PluginLogger {
  const { debug } = logger;
  return {
    info: (message) => logger.info(NAME + message),
    warn: (message) => logger.warn(NAME + message),
    error: (message) => logger.error(NAME + message),
    ...(debug && { debug: (message: string) => debug.call(logger, NAME + message) }),
  };
}
