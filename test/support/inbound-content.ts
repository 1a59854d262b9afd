// A verified request as templates see it: complete, and only what matters differs.
import type { RequestContent } from "../../src/inbound/request/request-content.ts";

export function requestWith(body: unknown, changes: Partial<RequestContent> = {}): RequestContent {
  return {
    id: "req_1",
    route: "alert",
    receivedAt: Date.UTC(2026, 2, 14, 10, 30),
    headers: {},
    query: {},
    body,
    bodyBytes: JSON.stringify(body)?.length ?? 0,
    ...changes,
  };
}
