// What each method may be asked with, as JSON Schemas. Data only.

const text = { type: "string", minLength: 1, maxLength: 256 };
const time = { type: "string", format: "instant" };
const flag = { type: "boolean" };
const whole = (kind: string): object => ({ type: "string", pattern: `^${kind}_[0-9a-f]{32}$` });
/** Whole, or its beginning. */
const id = (kinds: string): object => ({ type: "string", pattern: `^(${kinds})_[0-9a-f]{4,32}$` });
const listOf = (items: object, maxItems: number): object => ({
  type: "array",
  items,
  minItems: 1,
  maxItems,
});
const oneOf = (...values: readonly string[]): object => ({ enum: values });

/** One of several. */
const texts = { anyOf: [text, listOf(text, 50)] };

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
/** Together with what indexes tell: a bounded search. */
const sought = { agent: text, text, instanceId: text };
const filter = { endpoint: text, event: text, since: time, until: time };

const object = (properties: object, ...required: string[]): object => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

const words = (maxItems: number): object => ({ type: "array", items: text, maxItems });
const form = object({
  name: { type: "string", maxLength: 256 },
  url: { type: "string", maxLength: 4096 },
  events: words(50),
  format: { type: "string", maxLength: 64 },
  options: {
    type: "object",
    maxProperties: 30,
    additionalProperties: { type: "string", maxLength: 1024 },
  },
  agents: words(200),
  allowPrivateNetwork: flag,
  secret: oneOf("auto", "none"),
});
/** A year at most. */
const overlapMs = { type: "integer", minimum: 0, maximum: 31_536_000_000 };
const kind = (name: string): object => ({ const: name });
const change = {
  type: "object",
  required: ["kind"],
  oneOf: [
    object({ kind: kind("add"), form }, "kind", "form"),
    object({ kind: kind("edit"), endpoint: text, form }, "kind", "endpoint", "form"),
    object({ kind: kind("rotate"), endpoint: text, overlapMs }, "kind", "endpoint", "overlapMs"),
    object({ kind: kind("remove"), endpoint: text }, "kind", "endpoint"),
    object({ kind: kind("undo"), removal: text }, "kind", "removal"),
  ],
};

/** By method, without the prefix. */
export const PARAMS: Readonly<Record<string, object>> = {
  list: object({
    ...page,
    ...sought,
    cursor: whole("dlv"),
    status: deliveryStatus,
    endpoint: texts,
    event: texts,
    eventId: id("evt"),
    since: time,
    until: time,
  }),
  show: object({ id: id("dlv"), body: flag }, "id"),
  explain: object({ id: id("dlv|evt|req"), body: flag }, "id"),
  endpoints: object({}),
  routes: object({}),
  preview: object({ endpoint: text, event: text }, "endpoint"),
  "requests.list": object({
    ...page,
    ...sought,
    cursor: whole("req"),
    status: requestStatus,
    route: text,
    since: time,
    until: time,
  }),
  "requests.show": object({ id: id("req"), body: flag }, "id"),
  stats: object({ range: oneOf("hour", "day", "week"), endpoint: text, instanceId: text }),
  health: object({}),
  store: object({}),
  support: object({}),
  retry: object({
    ids: listOf(id("dlv"), 500),
    filter: object({ ...filter, status: deliveryStatus }),
    dryRun: flag,
  }),
  replay: {
    ...object({
      ids: listOf(id("dlv|evt"), 500),
      filter: {
        ...object({ since: time, until: time, events: listOf(text, 20), endpoint: text }),
        minProperties: 1,
      },
      to: text,
      missing: flag,
      perSecond: { type: "integer", minimum: 1, maximum: 1000 },
      dryRun: flag,
      cursor: whole("evt"),
    }),
    oneOf: [{ required: ["ids"] }, { required: ["filter"] }],
  },
  "requests.replay": object({ id: id("req"), dryRun: flag }, "id"),
  test: object({ endpoint: text, event: text }, "endpoint"),
  pause: object({ endpoint: text, reason: text }, "endpoint"),
  resume: object({ endpoint: text }, "endpoint"),
  brought: object({ route: text, show: flag, forget: flag }, "route"),
  "setup.standing": object({}),
  "setup.form": object({ endpoint: text }),
  "setup.check": object({ change }, "change"),
  "setup.write": object({ change, dropComments: flag }, "change"),
  purge: object(
    { filter: { ...object(filter), minProperties: 1 }, pending: flag, dryRun: flag },
    "filter",
  ),
};
