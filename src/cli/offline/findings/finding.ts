// One thing in the settings that works and is not safe, or that stands still. Holds no code.

/** As the host's security audit takes it (openclaw `plugin-entry`, `SecurityAuditFinding`). */
export interface Finding {
  checkId: `event-webhooks.${string}`;
  severity: "info" | "warn" | "critical";
  title: string;
  /** What was found and why it matters. Never a secret, nor a URL that is one. */
  detail: string;
  /** What to do. */
  remediation: string;
}
