// The contract as an AsyncAPI 3 document: every event, its headers, and what an answer means.
// The schemas in it take fields that they do not name: a receiver that validates must not refuse what a later
// minor version adds.
import { format } from "oxfmt";
import type { EventType } from "../../src/generated/event-types.ts";
import { hoistTitled, namesOf, pascalCase } from "./code.ts";
import { sampleOf } from "./samples.ts";
import { mapSchema, type Schema } from "./schema.ts";

const SCHEMAS = "#/components/schemas/";

export async function asyncApi(
  envelope: Schema,
  data: Readonly<Record<string, Schema>>,
  version: string,
): Promise<string> {
  const types = namesOf(envelope, data);
  const document = {
    asyncapi: "3.1.0",
    info: {
      title: "Event Webhooks for OpenClaw",
      version,
      description:
        "What an endpoint without `transform` and `format` is sent. Delivered at least once: `id` is the idempotency key. Generated from schema/ by scripts/generate.ts.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    channels: {
      endpoint: {
        address: null,
        title: "Endpoint",
        description: "The `url` of an endpoint in the Gateway's config.",
        messages: Object.fromEntries(
          types.map((type) => [type, { $ref: `#/components/messages/${type}` }]),
        ),
      },
    },
    operations: { deliver: delivery() },
    components: {
      messages: Object.fromEntries(types.map((type) => [type, messageOf(type, data[type] ?? {})])),
      schemas: schemasOf(envelope, data, types),
    },
  };
  const { code } = await format("asyncapi.json", JSON.stringify(document), { printWidth: 100 });
  return code;
}

function delivery(): object {
  return {
    action: "send",
    channel: { $ref: "#/channels/endpoint" },
    summary: "One attempt of a delivery.",
    description:
      "2xx within `timeoutMs` is delivered. 410, or the header `webhook-delivery: disable`, disables the endpoint; `webhook-delivery: abort-message` gives this delivery up; 429, 502, 503 and 504 slow the endpoint down; everything else is tried again, not before `Retry-After`.",
    bindings: { http: { method: "POST", bindingVersion: "0.3.0" } },
  };
}

function messageOf(type: string, { description }: Schema): object {
  const { event } = sampleOf(type as EventType);
  return {
    name: type,
    title: type,
    summary: description,
    contentType: "application/json",
    headers: { $ref: `${SCHEMAS}Headers` },
    payload: { $ref: `${SCHEMAS}${pascalCase(type)}Event` },
    examples: [{ name: "sample", headers: headersOf(event), payload: event }],
  };
}

function headersOf({ id, type }: { id: string; type: string }): object {
  return {
    "User-Agent": "openclaw-event-webhooks/0.1.0",
    "X-OpenClaw-Event": type,
    "X-OpenClaw-Delivery": "dlv_019cebd8a3f07c2e9a31d64f0b7e55ab",
    "X-OpenClaw-Attempt": "1",
    "X-OpenClaw-Timestamp": "1773484200",
    "webhook-id": id,
    "webhook-timestamp": "1773484200",
  };
}

function schemasOf(
  envelope: Schema,
  data: Readonly<Record<string, Schema>>,
  types: readonly string[],
): Record<string, unknown> {
  const definitions: Record<string, Schema> = {};
  const events = types.map((type) => {
    const payload = hoistTitled(opened(data[type] ?? {}), definitions, SCHEMAS);
    const { description: _text, ...rest } = opened(envelope);
    const properties = { ...rest.properties, type: { const: type }, data: payload };
    return [`${pascalCase(type)}Event`, { ...rest, title: `${pascalCase(type)}Event`, properties }];
  });
  return { Headers: HEADERS, ...Object.fromEntries(events), ...definitions };
}

/** Without a name of its own, and open to more fields. */
function opened(schema: Schema): Schema {
  const { $schema: _schema, $id: _id, ...rest } = schema;
  return mapSchema(rest, ({ additionalProperties: _closed, ...part }) => part);
}

const text = (description: string, pattern?: string): object => ({
  type: "string",
  description,
  ...(pattern !== undefined && { pattern }),
});

const SECONDS = "^[0-9]+$";

const HEADERS = {
  type: "object",
  required: [
    "User-Agent",
    "X-OpenClaw-Event",
    "X-OpenClaw-Delivery",
    "X-OpenClaw-Attempt",
    "X-OpenClaw-Timestamp",
    "webhook-id",
    "webhook-timestamp",
  ],
  properties: {
    "User-Agent": text(
      "`openclaw-event-webhooks/<version>`, unless the endpoint's `headers` name another.",
    ),
    "X-OpenClaw-Event": text(
      "The event's type; `batch` where an endpoint with `batch` is sent several.",
    ),
    "X-OpenClaw-Delivery": text(
      "Id of this event's delivery to this endpoint; of a batch, one id for all.",
    ),
    "X-OpenClaw-Attempt": text("1 for the first.", SECONDS),
    "X-OpenClaw-Replay": text("`true` where an operator had a stored event sent once more."),
    "X-OpenClaw-Hops": text(
      "How many requests of routes led to this event, where one did.",
      SECONDS,
    ),
    "X-OpenClaw-Timestamp": text("When the attempt was made, in seconds since the epoch.", SECONDS),
    "X-OpenClaw-Signature": text(
      "`sha256=<hex>` for each secret, newest first, apart by commas: HMAC-SHA256 with the secret as written, over `<timestamp>.<body>`. Absent without a secret.",
    ),
    "webhook-id": text("The event's id; of a batch, one id of these events in this order."),
    "webhook-timestamp": text("The same second as `X-OpenClaw-Timestamp`.", SECONDS),
    "webhook-signature": text(
      "Standard Webhooks: `v1,<base64>` or `v1a,<base64>` for each secret that it can use, apart by spaces.",
    ),
    traceparent: text("W3C Trace Context, where the host gave a trace."),
  },
} as const;
