// From an endpoint's settings to what it sends for an event: the envelope, what `transform` makes of it, or what
// a format writes; by which method, to which URL. Must not send, wait or read a clock.
import type { ContentType, Endpoint } from "../../config/settings.ts";
import type { EventRecord } from "../../engine/record.ts";
import { envelopeOf, type Envelope } from "../envelope.ts";
import { compileFormat, type CompiledFormat } from "../format/compile.ts";
import type { Format } from "../format/format.ts";
import { renderFormat } from "../format/render.ts";
import { redact, thin } from "../payload-level.ts";
import { bounded, compileShape, type Shape } from "../transform.ts";
import { batchProblems } from "./batch.ts";
import { hasBody, MEDIA_TYPES, writeContent } from "./content.ts";
import type { Messages } from "./outgoing-message.ts";
import { pagesOf } from "./pages.ts";
import { compileUrl, hasTemplate, type UrlWriter } from "./url-template.ts";

type WriteMessages = (event: EventRecord) => Messages;

/** Problems start with their place below the endpoint. */
export function compileMessages(
  endpoint: Endpoint,
  format: Format | undefined,
): { ok: true; write: WriteMessages } | { ok: false; problems: string[] } {
  const problems: string[] = [...formatProblems(endpoint, format), ...batchProblems(endpoint)];
  const url = compileUrl(endpoint.url);
  if (!url.ok) problems.push(url.problem);
  const shape =
    endpoint.transform === undefined ? undefined : compileShape(endpoint.transform, "transform");
  if (shape && !shape.ok) problems.push(...shape.problems);
  const compiled = format && compileFormat(format, endpoint);
  if (compiled && !compiled.ok) problems.push(...compiled.problems);
  if (problems.length > 0 || !url.ok) return { ok: false, problems };
  const write = writerOf({
    endpoint,
    writeUrl: url.write,
    ...(shape?.ok && { shape: shape.shape }),
    ...(compiled?.ok && { format: compiled.compiled }),
  });
  return { ok: true, write };
}

/** What stands beside `format` and does not go with it, or needs one. */
function formatProblems(endpoint: Endpoint, format: Format | undefined): string[] {
  if (endpoint.format !== undefined && !format) {
    return [`format: there is no format "${endpoint.format}"`];
  }
  if (format) return shapeProblems(endpoint, format);
  const alone = (["text", "long", "options"] as const).filter((key) => endpoint[key] !== undefined);
  return alone.map(
    (key) => `${key}: goes with "format" only; name the receiver's format beside it`,
  );
}

function shapeProblems(
  { method, contentType, events }: Endpoint,
  { name, methods = [], events: takes }: Format,
): string[] {
  const problems = events
    .filter((event) => takes && !event.includes("*") && !takes.some((type) => type === event))
    .map((event) => `events: format "${name}" sends no ${event}; it takes ${takes?.join(", ")}`);
  if (method !== undefined && !methods.includes(method)) {
    const hint = methods.length === 0 ? "leave it out" : `it may be ${methods.join(", ")}`;
    problems.push(`method: format "${name}" says it itself; ${hint}`);
  }
  if (contentType !== undefined) {
    problems.push(`contentType: format "${name}" says it itself; leave it out`);
  }
  return problems;
}

interface Parts {
  endpoint: Endpoint;
  writeUrl: UrlWriter;
  shape?: Shape;
  format?: CompiledFormat;
}

function writerOf({ endpoint, writeUrl, shape, format }: Parts): WriteMessages {
  const visible = visibleOf(endpoint.payload);
  const method = endpoint.method === undefined ? {} : { method: endpoint.method };
  const isPlain =
    !visible &&
    !shape &&
    !format &&
    !hasTemplate(endpoint.url) &&
    contentTypeOf(endpoint) === "json";
  return (event) => {
    const size = { now: event.at, eventLength: event.json.length };
    // The stored bytes as they are: nothing is parsed or written again.
    if (isPlain) return requestOf(endpoint, endpoint.url, event.json);
    const envelope = visible ? visible(envelopeOf(event)) : envelopeOf(event);
    const url = writeUrl(envelope, size);
    if (!url.ok) return url;
    const shaped = shape ? shape(envelope, size) : { ok: true as const, value: envelope };
    if (!shaped.ok) return shaped;
    if (format)
      return renderFormat(format, { envelope, event: shaped.value, url: url.url, size, ...method });
    const pages = endpoint.replies?.pages;
    if (pages && endpoint.replies) {
      return pagesOf(shaped.value, pages, { method: endpoint.replies.method, url: url.url });
    }
    const body = bounded(writeContent(shaped.value, contentTypeOf(endpoint)), size.eventLength);
    return body.ok ? requestOf(endpoint, url.url, body.body) : body;
  };
}

function visibleOf(payload: Endpoint["payload"]): ((envelope: Envelope) => Envelope) | undefined {
  if (payload === "full") return undefined;
  return payload === "thin" ? thin : redact;
}

function contentTypeOf({ contentType = "json" }: Endpoint): ContentType {
  return contentType;
}

function requestOf(endpoint: Endpoint, url: string, body: string): Messages {
  const { method = "POST" } = endpoint;
  const content = hasBody(method)
    ? { contentType: MEDIA_TYPES[contentTypeOf(endpoint)], body }
    : { body: "" };
  return { ok: true, messages: [{ method, url, headers: {}, ...content }] };
}
