// Several events in one request: lines of JSON, or a JSON array. Knows nothing of when and of how many.
import { createHash } from "node:crypto";
import type { BatchSettings, Endpoint } from "../../config/settings.ts";
import { hasBody } from "./content.ts";
import type { Message } from "./outgoing-message.ts";

/** What may be in one request, complete. */
export interface BatchBounds {
  maxEvents: number;
  maxWaitMs: number;
  /** Of its body; an event that is larger goes alone. */
  maxBytes: number;
}

export function boundsOf(batch: BatchSettings): BatchBounds {
  return { maxEvents: 100, maxWaitMs: 1000, maxBytes: 1_048_576, ...batch };
}

/** Problems start with their place below the endpoint. */
export function batchProblems(endpoint: Endpoint): string[] {
  const { batch, format, method = "POST", contentType = "json", url } = endpoint;
  if (!batch) return [];
  if (format !== undefined) return [`batch: format "${format}" sends each event by itself`];
  if (!hasBody(method)) return [`batch: ${method} has no body to put events into`];
  if (contentType === "form" || contentType === "text") {
    return [`batch: contentType must be "json" or "ndjson", found "${contentType}"`];
  }
  if (url.includes("{{") || url.includes("{%")) {
    return ["batch: the url holds a template, and a request of several events has one url"];
  }
  return [];
}

/** The same content type for all; a batch of one is an array of one. */
export function joined(messages: readonly Message[]): Message {
  const [first] = messages;
  if (!first) throw new Error("a batch holds at least one event");
  const isLines = first.contentType === "application/x-ndjson";
  const bodies = messages.map(({ body }) => body);
  return { ...first, body: isLines ? bodies.join("") : `[${bodies.join(",")}]` };
}

/** The same for the same events in the same order. */
export function batchId(eventIds: readonly string[]): string {
  return `bat_${createHash("sha256").update(eventIds.join(" ")).digest("hex").slice(0, 32)}`;
}
