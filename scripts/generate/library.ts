// What packages/openclaw-webhooks has of the schemas: the types of all events, and a sample of each.
import { EVENT_TYPES } from "../../src/generated/event-types.ts";
import { BANNER, eventTypes } from "./code.ts";
import { sampleOf } from "./samples.ts";
import type { Schema } from "./schema.ts";

/** The union of events, told apart by `type`, and the list of their types. */
export async function libraryEvents(
  envelope: Schema,
  data: Readonly<Record<string, Schema>>,
): Promise<string> {
  const lines = EVENT_TYPES.map((type) => `  ${JSON.stringify(type)},\n`).join("");
  return [
    await eventTypes(envelope, data),
    "\n/** Every type that this version knows. */\n",
    `export const EVENT_TYPES: readonly EventType[] = [\n${lines}];\n\n`,
    'export type EventType = WebhookEvent["type"];\n',
  ].join("");
}

/** Held to the types by the compiler. */
export function librarySamples(): string {
  const rows = EVENT_TYPES.map(
    (type) => `  ${JSON.stringify(type)}: ${JSON.stringify(sampleOf(type).event, null, 2)},\n`,
  );
  return [
    BANNER,
    'import type { EventType, WebhookEvent } from "./events.ts";\n\n',
    "/** One event of each type. */\n",
    "export const SAMPLES: { readonly [T in EventType]: Extract<WebhookEvent, { type: T }> } = {\n",
    ...rows,
    "};\n",
  ].join("");
}
