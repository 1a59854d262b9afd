// What an event means to whoever is on call: it opens an incident or resolves it, once for each cause.
import { createHash } from "node:crypto";
import type { EventType } from "../../generated/event-types.ts";
import { isOperational } from "../operational.ts";
import type { Envelope } from "../envelope.ts";

export interface Incident {
  action: "trigger" | "resolve";
  /** The same for all that has the same cause, so that an incident opens once and is resolved by its end. */
  key: string;
  severity: "critical" | "error" | "warning" | "info";
}

type Cause = "session" | "route" | "endpoint" | "test";
type Row = Pick<Incident, "action" | "severity"> & { cause: Cause };

const INCIDENTS: Partial<Record<EventType, Row>> = {
  "error.occurred": { action: "trigger", severity: "error", cause: "session" },
  // The session works again.
  "message.sent": { action: "resolve", severity: "info", cause: "session" },
  "inbound.failed": { action: "trigger", severity: "error", cause: "route" },
  "inbound.completed": { action: "resolve", severity: "info", cause: "route" },
  "endpoint.failing": { action: "trigger", severity: "warning", cause: "endpoint" },
  "endpoint.disabled": { action: "trigger", severity: "critical", cause: "endpoint" },
  "delivery.dead": { action: "trigger", severity: "error", cause: "endpoint" },
  "backlog.growing": { action: "trigger", severity: "warning", cause: "endpoint" },
  "endpoint.recovered": { action: "resolve", severity: "info", cause: "endpoint" },
  "webhook.test": { action: "trigger", severity: "info", cause: "test" },
};

/** Every type that opens or resolves an incident. */
export const INCIDENT_TYPES = Object.keys(INCIDENTS) as EventType[];

/** The shortest of the receivers' limits: PagerDuty's 255. */
const LONGEST_KEY = 200;

export function incidentOf(envelope: Envelope): Incident {
  const type = String(envelope["type"]);
  const row = INCIDENTS[type as EventType] ?? {
    action: "trigger",
    severity: isOperational(type) ? "warning" : "info",
    cause: "session",
  };
  const { action, severity, cause } = row;
  return { action, severity, key: keyOf(cause, envelope) };
}

function keyOf(cause: Cause, envelope: Envelope): string {
  const data = recordOf(envelope["data"]);
  const of: Record<Cause, unknown> = {
    session: data["sessionKey"] ?? data["sessionId"] ?? data["agentId"],
    route: recordOf(data["request"])["route"],
    endpoint: recordOf(data["endpoint"])["name"],
    test: "webhook.test",
  };
  const key = ["openclaw", envelope["instanceId"], cause, of[cause] ?? "unknown"].join("/");
  if (key.length <= LONGEST_KEY) return key;
  return `openclaw/${createHash("sha256").update(key).digest("hex")}`;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
