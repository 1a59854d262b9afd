// What writes a first endpoint into the config.

/** A command, because text that is pasted beside keys of the same name replaces them without a word. */
export const SAMPLE_CONFIG = `openclaw config set plugins.entries.event-webhooks.config.endpoints '[{
  "name": "main-webhook",
  "url": "https://example.com/openclaw/events",
  "events": ["message.*", "tool.*", "error.occurred"]
}]' --strict-json --expect-current-absent`;
