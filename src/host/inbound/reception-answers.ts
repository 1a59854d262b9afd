// What callers are told by a reception: words and status, and the records of what was refused unread.
import type { Acceptance, NewRequest, StoredRequest } from "../../engine/inbox/inbox.ts";
import {
  faultAnswer,
  jsonAnswer,
  type Fault,
  type HttpAnswer,
} from "../../inbound/answer/answer.ts";
import type { CompiledRoute } from "../../inbound/decision/compile-route.ts";
import type { Answered } from "../../inbound/decision/decide.ts";
import { maskRequest } from "../../inbound/secret/mask-request.ts";
import { refusedRecord } from "../../inbound/answer/refused-record.ts";
import { baseRecord } from "../../inbound/request/request-record.ts";
import type { InboundRequest } from "../../inbound/request/request.ts";

const NONE = new Uint8Array();

/** How an accepted request comes to an end that its caller can be told. */
export interface Ending {
  basePath: string;
  /** Resolves when the run of a request has ended, with undefined when `timeoutMs` passed before. */
  ended: (id: string, timeoutMs: number) => Promise<StoredRequest | undefined>;
}

export const BUSY: Fault = {
  status: 503,
  code: "busy",
  message: "too much comes in at once whose senders have proven nothing yet",
  hint: "send it again",
  retryAfterSeconds: 5,
};
export const NO_REQUEST: Fault = {
  status: 404,
  code: "no_request",
  message: "this route has no such request",
};

export async function acceptedAnswer(
  { basePath, ended }: Ending,
  { route }: CompiledRoute,
  { id }: NewRequest,
  acceptance: Acceptance,
): Promise<HttpAnswer> {
  switch (acceptance.kind) {
    case "duplicate":
      return jsonAnswer(200, { id: acceptance.of, status: "duplicate", of: acceptance.status });
    case "full":
      return faultAnswer(fullFault(acceptance.waiting), id);
    case "stored": {
      const statusUrl = `${basePath}/${route.name}/${id}`;
      if (route.response.mode === "wait") {
        const request = await ended(id, route.response.timeoutMs);
        if (request !== undefined) return jsonAnswer(200, outcomeOf(request));
        return jsonAnswer(202, { id, status: "running", statusUrl }, { location: statusUrl });
      }
      return jsonAnswer(route.response.status, { id, status: "accepted", statusUrl });
    }
  }
}

export function outcomeOf({ id, status, reply, error, durationMs }: StoredRequest): object {
  return { id, status, reply, error, durationMs };
}

export function tooLarge(
  id: string,
  head: Omit<InboundRequest, "rawBody">,
  { route }: CompiledRoute,
  proven: boolean,
): Answered {
  const fault = sizeFault(route.maxBodyBytes);
  const verdicts = [{ step: "size", ok: false, detail: fault.message } as const];
  const base = baseRecord(id, maskRequest({ ...head, rawBody: NONE }, route), route, verdicts);
  const { body: _none, ...record } = refusedRecord(base, {
    rawBody: NONE,
    proven,
    keepBodies: false,
  });
  return {
    kind: "answered",
    answer: faultAnswer(fault, id),
    record: { ...record, httpStatus: fault.status },
  };
}

function sizeFault(maxBytes: number): Fault {
  return {
    status: 413,
    code: "body_too_large",
    message: `the body is larger than ${maxBytes} bytes`,
    hint: "send less, or raise the route's maxBodyBytes",
  };
}

export function heldFault(name: string): Fault {
  const message = `route "${name}" is configured, but cannot work; the Gateway's log says why`;
  return { status: 503, code: "held", message, retryAfterSeconds: 60 };
}

function fullFault(waiting: number): Fault {
  const message = `${waiting} requests of this route wait for their runs`;
  return { status: 503, code: "full", message, retryAfterSeconds: 30 };
}
