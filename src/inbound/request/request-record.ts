// A request as the log keeps it: credentials masked, the body capped.
import type { Route } from "../../config/route/route-settings.ts";
import type { NewRequest, StepVerdict } from "../../engine/inbox/inbox.ts";
import { MAX_KEPT_BODY_BYTES, type MaskedRequest } from "../secret/mask-request.ts";

/** A request that starts nothing; whoever decides otherwise says so. */
export function baseRecord(
  id: string,
  request: MaskedRequest,
  route: Pick<Route, "name">,
  verdicts: readonly StepVerdict[],
  /** Of the body that came, where the request holds its beginning only. */
  bodyBytes = request.rawBody.byteLength,
): NewRequest {
  const { method, peer, headers, query, receivedAt, rawBody } = request;
  return {
    id,
    route: route.name,
    receivedAt,
    method,
    peer,
    status: "rejected",
    httpStatus: 500,
    verdicts,
    headers,
    query,
    body: loggedBody(rawBody, bodyBytes),
    dedupeKeys: [],
    dedupeForMs: 0,
  };
}

/** `bytes`: of the whole, where this is its beginning. */
export function loggedBody(rawBody: Uint8Array, bytes: number): NewRequest["body"] {
  const kept = Buffer.from(rawBody.subarray(0, MAX_KEPT_BODY_BYTES));
  const text = kept.toString("utf8");
  // A character may be cut at the end; anywhere else a replacement means that it is no text.
  const isText = !text.slice(0, -1).includes("\uFFFD");
  return isText
    ? { text, encoding: "utf8", bytes }
    : { text: kept.toString("base64"), encoding: "base64", bytes };
}
