// Bytes of a request to the value that templates, conditions and schemas see as `body`.
// Must take only what it understands exactly, and must not decide by guessing where a type is given.
import { readContentType, refuseCharset, type BodyKind } from "./body/content-type.ts";
import { readForm } from "./body/form.ts";
import { readJson } from "./body/json.ts";
import { readMultipart } from "./body/multipart.ts";
import { refuse, type Refusal } from "./body/refusal.ts";
import { decodeUtf8 } from "./body/utf8.ts";

export type { Refusal } from "./body/refusal.ts";

export interface ReceivedBody {
  /** The Content-Type header as sent; undefined = none. */
  contentType: string | undefined;
  /** Without transfer and content encodings. */
  rawBody: Uint8Array;
  /** Its sender says `text/plain` and means JSON. */
  textIsJson?: boolean;
}

export type ReadBody = { ok: true; body: unknown; kind: BodyKind | "empty" } | Refusal;

/**
 * JSON gives its value; forms and multipart an object of texts, or of lists of texts; text and XML
 * one text. No bytes give `{}`, so that every `body.x` is simply missing. Without a Content-Type
 * a body that is JSON is read as JSON, any other as text. How large it may be is asked at the door, of what came:
 * without its secrets a body may be longer.
 */
export function readBody({ contentType, rawBody, textIsJson }: ReceivedBody): ReadBody {
  const type = readContentType(contentType);
  if (!type.ok) return type;
  if (rawBody.byteLength === 0) return { ok: true, body: {}, kind: "empty" };
  if (type.kind === "multipart") {
    return withKind(readMultipart(rawBody, type.boundary), type.kind);
  }
  const text = decodeUtf8(rawBody);
  if (text === undefined) {
    return refuse(400, "body_not_utf8", "the body is not valid UTF-8", "encode the body in UTF-8");
  }
  const isUndeclared = type.kind === undefined || (type.kind === "text" && textIsJson === true);
  return type.kind && !isUndeclared ? readText(text, type.kind) : readUndeclared(text);
}

function readText(text: string, kind: Exclude<BodyKind, "multipart">): ReadBody {
  switch (kind) {
    case "json":
      return withKind(readJson(text), kind);
    case "form":
      return withKind(readForm(text), kind);
    case "xml":
      return declaresOtherCharset(text) ? refuseCharset() : { ok: true, body: text, kind };
    default:
      return { ok: true, body: text, kind };
  }
}

function readUndeclared(text: string): ReadBody {
  const json = withKind(readJson(text), "json");
  return json.ok || json.status === 422 ? json : { ok: true, body: text, kind: "text" };
}

function withKind(read: { ok: true; value: unknown } | Refusal, kind: BodyKind): ReadBody {
  return read.ok ? { ok: true, body: read.value, kind } : read;
}

/** XML names its charset in its first line; bytes that passed as UTF-8 may still mean something else. */
function declaresOtherCharset(xml: string): boolean {
  const named = /^<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(xml)?.[1];
  return named !== undefined && !/^(utf-?8|us-ascii)$/i.test(named);
}
