// Writes an event as a receiver's request, or as several when its text is split. The only reader of formats, and
// the same for the same event, always.
import { createHash } from "node:crypto";
import type { EventType } from "../../generated/event-types.ts";
import { textOf } from "../../language/template/emitters.ts";
import { isNumber } from "../../language/number/exact-number.ts";
import type { Method } from "../../config/settings.ts";
import type { Envelope } from "../envelope.ts";
import { hasBody, writeContent } from "../request/content.ts";
import type { Message, Messages } from "../request/outgoing-message.ts";
import { bounded, type RenderSize } from "../transform.ts";
import type { CompiledFormat, CompiledShape } from "./compile.ts";
import { fit, type Piece } from "./fit.ts";
import type { FormatValues, TextFacts } from "./format.ts";
import { incidentOf } from "./incident.ts";

/** What a format is filled from. */
export interface FormatSource {
  /** At the endpoint's payload level. */
  envelope: Envelope;
  /** The envelope, or what `transform` makes of it. */
  event: unknown;
  url: string;
  /** In place of the format's. */
  method?: Method;
  size: RenderSize;
}

type Texts = { ok: true; title: string; parts: string[] } | { ok: false; error: string };

export function renderFormat(compiled: CompiledFormat, source: FormatSource): Messages {
  const texts = textsOf(compiled, source);
  if (!texts.ok) return texts;
  const messages: Message[] = [];
  for (const [part, text] of texts.parts.entries()) {
    const values = valuesOf(compiled, source, { title: texts.title, text, part });
    const written = writeMessage(shapeOf(compiled, values), values, source);
    if (!written.ok) return written;
    messages.push(written.message);
  }
  return { ok: true, messages };
}

function textsOf(compiled: CompiledFormat, { envelope, size }: FormatSource): Texts {
  const { text: facts } = compiled.format;
  const type = String(envelope["type"]);
  const wording = compiled.wording[type as EventType] ?? compiled.wording["webhook.test"];
  const heading = wording.title(envelope, size);
  if (!heading.ok) return heading;
  if (!facts) return { ok: true, title: plain(oneLine(heading.pieces)), parts: [""] };
  const body = (compiled.own ?? wording.text)(envelope, size);
  if (!body.ok) return body;
  const rule = { ...facts, long: compiled.long };
  const title = oneLine(heading.pieces);
  if (facts.title) {
    const [shown = ""] = fit(title, { ...facts.title, escape: facts.escape, long: "cut" });
    // A message without words is refused by most.
    const parts = fit(trimmed(body.pieces), rule);
    return { ok: true, title: shown, parts: parts[0] === "" ? [shown] : parts };
  }
  const whole = compiled.own ? body.pieces : headed(title, trimmed(body.pieces), facts);
  const parts = fit(trimmed(whole), rule);
  // The operator's words came to nothing: the headline says at least what happened.
  const given = parts[0] === "" ? fit(headed(title, [], facts), rule) : parts;
  return { ok: true, title: plain(title), parts: given };
}

function headed(title: Piece[], text: Piece[], { bold: [open, close] }: TextFacts): Piece[] {
  const own = (written: string): Piece => ({ text: written, foreign: false });
  const head = [own(open), ...title, own(close)];
  return text.length === 0 ? head : [...head, own("\n"), ...text];
}

function oneLine(pieces: readonly Piece[]): Piece[] {
  return pieces.map(({ text, foreign }) => ({ text: text.replaceAll(/\s+/g, " "), foreign }));
}

function trimmed(pieces: readonly Piece[]): Piece[] {
  const kept = pieces.filter(({ text }) => text !== "");
  return kept.every(({ text }) => text.trim() === "") ? [] : kept;
}

function plain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function valuesOf(
  { options }: CompiledFormat,
  { envelope, event, url, size }: FormatSource,
  { title, text, part }: { title: string; text: string; part: number },
): FormatValues {
  return {
    title,
    text,
    event,
    json: JSON.stringify(event),
    options,
    incident: { ...incidentOf(envelope) },
    time: {
      iso: new Date(size.now).toISOString(),
      seconds: size.now / 1000,
      ms: size.now,
      ns: `${size.now}000000`,
    },
    source: `/openclaw/${encodeURIComponent(String(envelope["instanceId"]).toWellFormed())}`,
    uuid: uuidOf(JSON.stringify([envelope["id"], url, options, part])),
  };
}

/** RFC 9562, section 5.8: a UUID of our own making. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const [a, b, c, d, e] = [0, 8, 13, 17, 20].map((at, index) =>
    hex.slice(at, at + ([8, 4, 3, 3, 12][index] ?? 0)),
  );
  return `${a}-${b}-8${c}-8${d}-${e}`;
}

function shapeOf({ format, shapes }: CompiledFormat, values: FormatValues): CompiledShape {
  const by = format.variants?.by;
  const name =
    by === undefined ? "" : by === "mode" ? values.options["mode"] : values.incident.action;
  const shape = shapes[String(name)] ?? shapes[""];
  if (!shape) throw new Error("a format has no shape");
  return shape;
}

function writeMessage(
  shape: CompiledShape,
  values: FormatValues,
  source: FormatSource,
): { ok: true; message: Message } | { ok: false; error: string } {
  const { envelope, event, url, size } = source;
  const scope = values as unknown as Envelope;
  const filled = shape.fill(scope, size);
  if (!filled.ok) return filled;
  const headers = shape.fillHeaders(scope, size);
  if (!headers.ok) return headers;
  const method = source.method ?? shape.method ?? "POST";
  const body = bounded(
    bodyOf(shape, withoutEmpty(filled.value, [event, envelope["data"]])),
    size.eventLength,
  );
  if (!body.ok) return body;
  const message: Message = {
    method,
    url: withPath(url, shape.path, { key: values.incident.key, id: String(envelope["id"]) }),
    ...(hasBody(method) && { contentType: shape.contentType }),
    headers: visibleHeaders(withoutEmpty(headers.value) as Record<string, unknown>),
    body: hasBody(method) ? body.body : "",
  };
  return { ok: true, message };
}

function bodyOf({ contentType, frame }: CompiledShape, value: unknown): string {
  if (contentType.startsWith("application/x-www-form-urlencoded"))
    return writeContent(value, "form");
  if (contentType.startsWith("text/plain")) return writeContent(value, "text");
  const json = JSON.stringify(value);
  return frame ? `[${json}]` : json;
}

/** Behind the URL's path, before its query. */
function withPath(url: string, path: string | undefined, parts: Record<string, string>): string {
  if (path === undefined) return url;
  const [, base = url, query = ""] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((parts[name] ?? "").toWellFormed()),
  );
  return base.replace(/\/$/, "") + filled + query;
}

/** RFC 9110, section 5.5: visible ASCII. The CloudEvents binding, section 3.1.3.2, encodes more of its own. */
function visibleHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const hidden = name.startsWith("ce-") ? /[^\x21\x23\x24\x26-\x7E]+/g : /[^\x20-\x7E]+/g;
      const text = textOf(value).toWellFormed();
      return [name, text.replaceAll(hidden, (part) => encodeURIComponent(part))];
    }),
  );
}

/** Receivers take a field that is not there better than one that is empty. `kept`: what happened stays as it is. */
function withoutEmpty(value: unknown, kept: readonly unknown[] = []): unknown {
  if (typeof value !== "object" || value === null || isNumber(value)) return value;
  if (kept.includes(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutEmpty(item, kept));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== "")
      .map(([key, inner]) => [key, withoutEmpty(inner, kept)]),
  );
}
