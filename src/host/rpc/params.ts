// What each method may be asked with, as JSON Schemas. Data only.

const text = { type: "string", minLength: 1, maxLength: 256 };
const time = { type: "string", format: "instant" };
const flag = { type: "boolean" };
const id = (kinds: string): object => ({ type: "string", pattern: `^(${kinds})_[0-9a-f]{32}$` });
const listOf = (items: object, maxItems: number): object => ({
  type: "array",
  items,
  minItems: 1,
  maxItems,
});
const oneOf = (...values: readonly string[]): object => ({ enum: values });

const page = { limit: { type: "integer", minimum: 1, maximum: 200 } };
const deliveryStatus = listOf(oneOf("pending", "delivered", "failed", "dead"), 4);
const requestStatus = listOf(
  oneOf(
    "rejected",
    "handshake",
    "filtered",
    "duplicate",
    "waiting",
    "running",
    "merged",
    "completed",
    "failed",
  ),
  9,
);
const filter = { endpoint: text, event: text, since: time, until: time };

const object = (properties: object, ...required: string[]): object => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

/** By method, without the prefix. */
export const PARAMS: Readonly<Record<string, object>> = {
  list: object({
    ...page,
    cursor: id("dlv"),
    status: deliveryStatus,
    endpoint: text,
    event: text,
    eventId: id("evt"),
    since: time,
  }),
  show: object({ id: id("dlv"), body: flag }, "id"),
  explain: object({ id: id("dlv|evt|req"), body: flag }, "id"),
  endpoints: object({}),
  "requests.list": object({
    ...page,
    cursor: id("req"),
    status: requestStatus,
    route: text,
    since: time,
  }),
  "requests.show": object({ id: id("req"), body: flag }, "id"),
  stats: object({}),
  health: object({}),
  retry: object({
    ids: listOf(id("dlv"), 500),
    filter: object({ ...filter, status: deliveryStatus }),
    dryRun: flag,
  }),
  test: object({ endpoint: text, event: text }, "endpoint"),
  pause: object({ endpoint: text, reason: text }, "endpoint"),
  resume: object({ endpoint: text }, "endpoint"),
  purge: object(
    { filter: { ...object(filter), minProperties: 1 }, pending: flag, dryRun: flag },
    "filter",
  ),
};
