// In which coding a body came. Must not decode it.
import { header, type InboundRequest } from "./request.ts";

export type Coding = "gzip" | "deflate" | "br" | "zstd";

/** RFC 9110, 8.4.1: `x-gzip` is `gzip`. */
const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["deflate", "deflate"],
  ["br", "br"],
  ["zstd", "zstd"],
]);

/** Undefined: it came as it is. `unknown`: in one that is not taken, or in several. */
export function codingOf(
  request: Pick<InboundRequest, "headers" | "rawBody">,
): Coding | "unknown" | undefined {
  const named = (header(request as InboundRequest, "content-encoding") ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  const [name] = named;
  if (name === undefined || request.rawBody.byteLength === 0) return undefined;
  return named.length === 1 ? (CODINGS.get(name) ?? "unknown") : "unknown";
}
