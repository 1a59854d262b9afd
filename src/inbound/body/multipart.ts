// Reads the text fields of multipart/form-data with the platform's own parser. Takes no files.
import { collectFields } from "./fields.ts";
import { refuse, type Refusal } from "./refusal.ts";
import { decodeUtf8 } from "./utf8.ts";

/** `contentType` carries the boundary. */
export async function readMultipart(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<{ ok: true; value: unknown } | Refusal> {
  const form = await parse(bytes, contentType);
  if (!form) {
    return refuse(
      400,
      "body_not_multipart",
      "the body does not have the parts that multipart/form-data promises",
      "send a boundary in the Content-Type, and parts with names that end with that boundary",
    );
  }
  const pairs: [string, string][] = [];
  for (const [name, value] of form) {
    if (typeof value !== "string") {
      return refuse(
        415,
        "body_file_refused",
        "the form carries a file, and files are not taken",
        "send only text fields; put the file where the agent can fetch it, and send its URL",
      );
    }
    pairs.push([name, value]);
  }
  // The parser replaces wrong bytes in silence.
  if (decodeUtf8(bytes) === undefined) {
    return refuse(400, "body_not_utf8", "a field is not valid UTF-8", "encode the fields in UTF-8");
  }
  const collected = collectFields(pairs);
  return collected.ok ? { ok: true, value: collected.fields } : collected;
}

async function parse(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<FormData | undefined> {
  try {
    return await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  } catch {
    return undefined;
  }
}
