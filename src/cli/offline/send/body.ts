// Puts what a sender writes into a JSON body. A body that is no JSON object is left as it is.
import { isRecord } from "../../../config/problem/path.ts";
import { bodyJson, type InboundRequest } from "../../../inbound/request/request.ts";

/** Sets a field of the body's own object. */
export function withBodyField(
  request: InboundRequest,
  name: string,
  value: unknown,
): InboundRequest {
  return withObject(request, (object) => ({ ...object, [name]: value }));
}

export function withObject(
  request: InboundRequest,
  change: (object: Record<string, unknown>) => Record<string, unknown>,
): InboundRequest {
  const body = bodyJson(request);
  if (!isRecord(body)) return request;
  return { ...request, rawBody: Buffer.from(JSON.stringify(change(body))) };
}
