// Which reader a Content-Type asks for. Must not look at the body.
import { MIMEType } from "node:util";
import { refuse, type Refusal } from "./refusal.ts";

export type BodyKind = "json" | "form" | "multipart" | "text" | "xml";

const takes = "send JSON (application/json), a form, multipart/form-data fields, text or XML";
/** UTF-8 and the one charset that is a part of it. */
const charsets = new Set(["utf-8", "utf8", "us-ascii"]);

export interface DeclaredType {
  ok: true;
  /** `undefined` = nothing is declared. */
  kind: BodyKind | undefined;
  /** The parameter of this name. */
  boundary?: string;
}

/** `undefined` = the request has no Content-Type. Charsets other than UTF-8 are 415. */
export function readContentType(header: string | undefined): DeclaredType | Refusal {
  if (header === undefined || header.trim() === "") return { ok: true, kind: undefined };
  const type = parse(header);
  if (!type) {
    return refuse(415, "content_type_malformed", "the Content-Type header cannot be read", takes);
  }
  const charset = type.params.get("charset")?.toLowerCase();
  if (charset !== undefined && !charsets.has(charset)) return refuseCharset();
  const kind = kindOf(type);
  const boundary = type.params.get("boundary");
  if (kind) return { ok: true, kind, ...(boundary !== null && { boundary }) };
  return refuse(415, "content_type_unsupported", "this kind of body is not taken", takes);
}

/** For a charset that the header or the body itself names. */
export function refuseCharset(): Refusal {
  return refuse(
    415,
    "charset_unsupported",
    "the body is declared in a charset other than UTF-8",
    "encode the body in UTF-8 and declare charset=utf-8, or no charset",
  );
}

function parse(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}

function kindOf({ essence, type, subtype }: MIMEType): BodyKind | undefined {
  // CloudEvents and the like: `application/cloudevents+json`.
  if (subtype === "json" || subtype.endsWith("+json")) return "json";
  if (essence === "application/x-www-form-urlencoded") return "form";
  if (essence === "multipart/form-data") return "multipart";
  if (subtype === "xml" || subtype.endsWith("+xml")) return "xml";
  return type === "text" ? "text" : undefined;
}
