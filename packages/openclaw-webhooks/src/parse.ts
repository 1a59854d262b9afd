import { EVENT_TYPES, type EventType, type WebhookEvent } from "./generated/events.ts";
import { WebhookProblem } from "./problem.ts";
import { bytesOf, type RawBody } from "./raw-body.ts";

/** Of a type that this version of the library does not know: a newer Gateway sent it. */
export interface UnknownEvent {
  id: string;
  type: string;
  timestamp: string;
  instanceId: string;
  data: Record<string, unknown>;
}

/** The event of this type. */
export type EventOf<T extends EventType> = Extract<WebhookEvent, { type: T }>;

/** What an endpoint with `payload: "thin"` sends: the same ids, and nothing else for sure. */
export type Thin<E extends { data: object }> = E extends WebhookEvent
  ? Omit<E, "data"> & { data: DeepPartial<E["data"]> }
  : never;

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Narrows to the union, in which `type` tells what `data` holds. */
export function isKnown(event: WebhookEvent | UnknownEvent): event is WebhookEvent {
  return KNOWN.has(event.type);
}

/**
 * The one event of a body. Throws `not-an-event` where it is something else, or several.
 * Says nothing of who sent it: {@link verify} first.
 */
export function parse(body: RawBody): WebhookEvent | UnknownEvent {
  const [event, ...others] = parseAll(body);
  if (event === undefined || others.length > 0) {
    throw new WebhookProblem(
      "not-an-event",
      `Expected one event, found ${others.length === 0 ? 0 : others.length + 1}: the endpoint has \`batch\`; parseAll reads its bodies.`,
    );
  }
  return event;
}

/** All events of a body, in their order: one, a JSON array of them, or one on each line. */
export function parseAll(body: RawBody): (WebhookEvent | UnknownEvent)[] {
  const text = decode(bytesOf(body));
  return values(text).map((value, index) => {
    const wrong = whatIsWrong(value);
    if (wrong === undefined) return value as UnknownEvent;
    throw new WebhookProblem(
      "not-an-event",
      `${wrong} (event ${index + 1}): the endpoint has a \`transform\` or a \`format\`, whose bodies verify checks and only you can read.`,
    );
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new WebhookProblem("not-an-event", "The body is not UTF-8.");
  }
}

function values(text: string): unknown[] {
  const whole = tryParse(text);
  if (whole !== undefined) return Array.isArray(whole.value) ? whole.value : [whole.value];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const each = lines.flatMap((line) => tryParse(line) ?? []);
  if (lines.length > 0 && each.length === lines.length) return each.map(({ value }) => value);
  throw new WebhookProblem("not-an-event", "The body is neither JSON nor lines of JSON.");
}

function tryParse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function whatIsWrong(value: unknown): string | undefined {
  if (!isObject(value)) return "The body is no JSON object";
  for (const name of ["id", "type", "timestamp", "instanceId"]) {
    if (typeof value[name] !== "string" || value[name] === "") return `\`${name}\` is missing`;
  }
  return isObject(value["data"]) ? undefined : "`data` is missing";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
