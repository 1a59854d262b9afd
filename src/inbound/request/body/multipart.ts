// Reads the text fields of multipart/form-data (RFC 7578). Takes no files.
// Must not mend: a body that ends early or holds what RFC 2046 does not allow is refused whole.
import { readContentType } from "./content-type.ts";
import { collectFields, maxFields } from "./fields.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { decodeUtf8 } from "./utf8.ts";

const plainEncodings = new Set(["7bit", "8bit", "binary"]);
const parameter = /;\s*([\w*-]+)=(?:"([^"]*)"|([^;\s"]+))/g;

/** `boundary`: the parameter of the Content-Type. */
export function readMultipart(
  bytes: Uint8Array,
  boundary: string | undefined,
): { ok: true; value: unknown } | Refusal {
  if (boundary === undefined || boundary === "" || boundary.length > 70) {
    return malformed("the Content-Type names no boundary of 1 to 70 characters");
  }
  // Latin-1 keeps one character for each byte, so that text can be cut like bytes.
  const latin1 = Buffer.from(bytes).toString("latin1");
  const [, ...parts] = `\r\n${latin1}`.split(`\r\n--${boundary}`);
  const pairs: [string, string][] = [];
  for (const part of parts) {
    if (part.startsWith("--") || pairs.length > maxFields) {
      const collected = collectFields(pairs);
      return collected.ok ? { ok: true, value: collected.fields } : collected;
    }
    const field = readField(part);
    if (!field.ok) return field;
    pairs.push(field.pair);
  }
  return malformed("the body ends without its closing boundary");
}

function readField(part: string): { ok: true; pair: [string, string] } | Refusal {
  // The rest of the boundary's line, which may hold blanks only.
  const start = /^[ \t]*\r\n/.exec(part)?.[0].length;
  const end = start === undefined ? -1 : part.indexOf("\r\n\r\n", start - 2);
  if (start === undefined || end < 0) {
    return malformed("a part has no empty line behind its headers");
  }
  const headers = readHeaders(part.slice(start, end));
  const parameters = readParameters(headers.get("content-disposition") ?? "");
  if (parameters.has("filename") || parameters.has("filename*")) return refuseFile();
  const type = readContentType(headers.get("content-type") ?? "text/plain");
  if (!type.ok) return type;
  if (!plainEncodings.has(headers.get("content-transfer-encoding")?.toLowerCase() ?? "8bit")) {
    return refuse(
      415,
      "transfer_encoding_unsupported",
      "a part has a Content-Transfer-Encoding",
      "send the text of each field as it is",
    );
  }
  const quotedName = parameters.get("name");
  if (quotedName === undefined) return malformed("a part has no name");
  const name = decodeUtf8(Buffer.from(quotedName, "latin1"));
  const value = decodeUtf8(Buffer.from(part.slice(end + 4), "latin1"));
  if (name === undefined || value === undefined) {
    return refuse(400, "body_not_utf8", "a field is not valid UTF-8", "encode the fields in UTF-8");
  }
  return { ok: true, pair: [unescapeName(name), value] };
}

function readHeaders(head: string): ReadonlyMap<string, string> {
  const lines = head.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, Math.max(colon, 0)).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return new Map(lines);
}

function readParameters(disposition: string): ReadonlyMap<string, string> {
  const found = disposition.matchAll(parameter);
  return new Map([...found].map(([, name = "", quoted, bare]) => [name, quoted ?? bare ?? ""]));
}

// The three that the HTML standard escapes in names; a `%` of any other kind is a `%`.
function unescapeName(name: string): string {
  return name.replace(/%(?:0A|0D|22)/gi, (escape) => decodeURIComponent(escape));
}

function refuseFile(): Refusal {
  return refuse(
    415,
    "body_file_refused",
    "the form carries a file, and files are not taken",
    "send only text fields; put the file where the agent can fetch it, and send its URL",
  );
}

function malformed(message: string): Refusal {
  return refuse(
    400,
    "body_not_multipart",
    message,
    "send a boundary in the Content-Type, and parts with names that end with that boundary",
  );
}
