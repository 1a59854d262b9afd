// Requests of all routes: finds the route, lets the pure stages decide, stores, and only then answers.
import { wrapExternalContent } from "openclaw/plugin-sdk/security-runtime";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { IdSource } from "../../engine/ids.ts";
import type { Acceptance, NewRequest, StoredRequest } from "../../engine/inbox/inbox.ts";
import {
  faultAnswer,
  jsonAnswer,
  NO_ROUTE,
  UNAUTHORIZED,
  type Fault,
  type HttpAnswer,
} from "../../inbound/answer.ts";
import type { CompiledRoute } from "../../inbound/compile-route.ts";
import type { Wrap } from "../../inbound/fence.ts";
import { receive, type Labour } from "../../inbound/receive.ts";
import { maskRequest } from "../../inbound/mask-request.ts";
import { baseRecord } from "../../inbound/request-record.ts";
import type { InboundRequest } from "../../inbound/request.ts";
import { verify } from "../../inbound/verify.ts";
import type { Receptionist } from "./http-door.ts";
import type { Intake } from "./intake.ts";
import { createThrottle } from "./throttle.ts";

export interface ReceptionPorts {
  client: EngineClient;
  ids: IdSource;
  routes: ReadonlyMap<string, CompiledRoute>;
  /** Names of routes that are configured and cannot work. */
  held: ReadonlySet<string>;
  accept: Intake;
  labour: Labour;
  basePath: string;
  /** A request was stored that waits for its run. */
  accepted: () => void;
  /** Resolves when the run of a request has ended, with undefined when `timeoutMs` passed before. */
  ended: (id: string, timeoutMs: number) => Promise<StoredRequest | undefined>;
}

/** The host's own markers: one notice in front of the first block. Source: docs/gateway/security of the host. */
export const wrapUntrusted: Wrap = (content, notice) =>
  wrapExternalContent(content, { source: "webhook", includeWarning: notice });

const NO_REQUEST: Fault = {
  status: 404,
  code: "no_request",
  message: "this route has no such request",
};

export function createReceptionist(ports: ReceptionPorts): Receptionist {
  const { client, ids, routes, labour } = ports;
  const throttle = createThrottle();

  async function status(
    compiled: CompiledRoute,
    request: InboundRequest,
    id: string,
  ): Promise<HttpAnswer> {
    const { route } = compiled;
    if (!verify(request, route.auth, Date.now()).ok) return faultAnswer(UNAUTHORIZED, id);
    const found = await client.call("findRequest", [id]);
    if (found === undefined || found.route !== route.name) return faultAnswer(NO_REQUEST, id);
    return jsonAnswer(200, outcomeOf(found));
  }

  async function post(compiled: CompiledRoute, request: InboundRequest): Promise<HttpAnswer> {
    const { route } = compiled;
    const now = Date.now();
    const id = ids.next("req", now);
    const decision = await receive({ id, request, compiled, wrap: wrapUntrusted, now, labour });
    if (decision.kind === "answered" && decision.unstored) return decision.answer;
    const acceptance = await ports.accept(decision.record);
    if (decision.kind === "answered") {
      if (decision.answer.status === 401) throttle.failed(route, request.peer, now);
      return decision.answer;
    }
    throttle.succeeded(route, request.peer);
    if (acceptance.kind === "stored") ports.accepted();
    return acceptedAnswer(ports, compiled, decision.record, acceptance);
  }

  return {
    async answer(head, path, readBody) {
      const [name = "", requestId, ...rest] = path;
      if (ports.held.has(name)) return faultAnswer(heldFault(name), "");
      const compiled = rest.length === 0 ? routes.get(name) : undefined;
      if (compiled === undefined) return faultAnswer(NO_ROUTE, "");
      const { route } = compiled;
      if (requestId !== undefined && head.method !== "GET") return faultAnswer(NO_ROUTE, "");
      const wait = throttle.refuse(compiled, head.peer, head.receivedAt);
      if (wait !== undefined) return faultAnswer(tooMany(wait), "");
      if (requestId !== undefined && head.method === "GET")
        return status(compiled, { ...head, rawBody: new Uint8Array() }, requestId);
      const rawBody = await readBody(route.maxBodyBytes);
      if (rawBody !== undefined) return post(compiled, { ...head, rawBody });
      const id = ids.next("req", head.receivedAt);
      await ports.accept(tooLarge(id, head, compiled));
      return faultAnswer(sizeFault(route.maxBodyBytes), id);
    },
  };
}

async function acceptedAnswer(
  { basePath, ended }: ReceptionPorts,
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

function outcomeOf({ id, status, reply, error, durationMs }: StoredRequest): object {
  return { id, status, reply, error, durationMs };
}

function tooLarge(
  id: string,
  head: Omit<InboundRequest, "rawBody">,
  { route }: CompiledRoute,
): NewRequest {
  const detail = `the body is larger than ${route.maxBodyBytes} bytes`;
  const verdicts = [{ step: "size", ok: false, detail } as const];
  const { body: _none, ...record } = baseRecord(
    id,
    maskRequest({ ...head, rawBody: new Uint8Array() }, route),
    route,
    verdicts,
  );
  return { ...record, httpStatus: 413 };
}

function sizeFault(maxBytes: number): Fault {
  return {
    status: 413,
    code: "body_too_large",
    message: `the body is larger than ${maxBytes} bytes`,
    hint: "send less, or raise the route's maxBodyBytes",
  };
}

function heldFault(name: string): Fault {
  const message = `route "${name}" is configured, but cannot work; the Gateway's log says why`;
  return { status: 503, code: "held", message, retryAfterSeconds: 60 };
}

function tooMany(retryAfterSeconds: number): Fault {
  return { status: 429, code: "too_many", message: "too many requests", retryAfterSeconds };
}

function fullFault(waiting: number): Fault {
  const message = `${waiting} requests of this route wait for their runs`;
  return { status: 503, code: "full", message, retryAfterSeconds: 30 };
}
