// The setup entry: lets `openclaw doctor --fix` move a root-level `webhooks` block into place, and tell what our own
// check finds. Must load nothing else before it is asked.
import type { OpenClawPluginDefinition } from "openclaw/plugin-sdk/plugin-entry";
import { migrateRootBlock } from "./config/migrate.ts";

export default {
  id: "event-webhooks",
  name: "Event Webhooks",
  register(api) {
    api.registerConfigMigration((config) => {
      // The one place of ours that only the doctor calls, and early: the check is there when it lists them.
      void announceCheck();
      return migrateRootBlock(config);
    });
  },
} satisfies OpenClawPluginDefinition;

async function announceCheck(): Promise<void> {
  try {
    const { registerDoctorCheck } = await import("./host/doctor.ts");
    await registerDoctorCheck();
  } catch {
    // A host without health checks still moves the block; `openclaw webhook check` says the same.
  }
}
