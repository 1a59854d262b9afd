// The setup entry: lets `openclaw doctor --fix` move a root-level `webhooks` block into place. Must load nothing else.
import type { OpenClawPluginDefinition } from "openclaw/plugin-sdk/plugin-entry";
import { migrateRootBlock } from "./config/migrate.ts";

export default {
  id: "event-webhooks",
  name: "Event Webhooks",
  register(api) {
    api.registerConfigMigration(migrateRootBlock);
  },
} satisfies OpenClawPluginDefinition;
