// What set a turn going: by the names that the host gives runs and sessions, and by the message that began it.
import type { MessageReceivedData } from "../../generated/event.ts";
import { fields, text, type Fields } from "../observation.ts";

export type Trigger = NonNullable<MessageReceivedData["trigger"]>;

/** The runs of a request have its id: `req_…`, `req_…-2`. */
export const OF_A_REQUEST = /^req_[0-9a-f]{32}(?:-\d+)?$/;

/** `provenance.sourceTool` of rows that no user wrote. */
const SOURCES: Readonly<Record<string, Trigger>> = {
  heartbeat: "heartbeat",
  cron: "cron",
  subagent_announce: "subagent",
  subagent_settle: "subagent",
  sessions_send: "agent",
};

/** By names alone; undefined where they say nothing. */
export function triggerByName(
  runId: string | undefined,
  sessionKey: string | undefined,
): Trigger | undefined {
  if (runId !== undefined && OF_A_REQUEST.test(runId)) return "inbound";
  if (runId?.startsWith("announce:") === true) return "subagent";
  const parts = sessionKey?.split(":") ?? [];
  if (parts.includes("subagent")) return "subagent";
  if (parts[2] === "cron") return "cron";
  return undefined;
}

/**
 * By the user row of a transcript. `provenance` is the host's word for who wrote a row that no user did, with the part
 * of the host in `sourceTool`.
 */
export function triggerOfRow(
  message: Fields,
  runId: string | undefined,
  sessionKey: string | undefined,
  content: string,
): Trigger | undefined {
  const provenance = fields(message, "provenance");
  const named = triggerByName(runId, sessionKey);
  if (named !== undefined) return named;
  const kind = text(provenance["kind"]);
  if (kind !== undefined && kind !== "external_user")
    return SOURCES[text(provenance["sourceTool"]) ?? ""];
  if (isCollected(message)) return "user";
  const transport = fields(fields(message, "__openclaw"), "transport");
  const spoken = text(transport["channel"]) !== undefined || Array.isArray(transport["clients"]);
  if (!spoken) return "api";
  return content.startsWith("/") ? "command" : "user";
}

/** Queue mode `collect`: one row for what several messages said while a turn went on. docs/concepts/queue.md of the host. */
export function isCollected(message: Fields): boolean {
  return text(message["idempotencyKey"])?.startsWith("followup-collect:") === true;
}
