// Requests of all routes: finds the route, lets the pure stages decide, stores, and only then answers.
import { wrapExternalContent } from "openclaw/plugin-sdk/security-runtime";
import type { RouteAuth } from "../../../config/route/route-settings.ts";
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { IdSource } from "../../../engine/ids.ts";
import {
  BUSY,
  faultAnswer,
  jsonAnswer,
  NO_ROUTE,
  tooMany,
  UNAUTHORIZED,
  type HttpAnswer,
} from "../../../inbound/answer/answer.ts";
import type { CompiledRoute } from "../../../inbound/decision/compile-route.ts";
import type { Answered, Decision } from "../../../inbound/decision/decide.ts";
import type { Wrap } from "../../../inbound/prompt/fence.ts";
import type { Party } from "../../../inbound/request/party.ts";
import { authNow, type SenderFacts } from "../../../inbound/sender-facts.ts";
import { receive, type Labour } from "../../../inbound/receive.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";
import { verify } from "../../../inbound/proof/verify.ts";
import { foldName } from "../../../language/fold.ts";
import type { Receptionist } from "./http-door.ts";
import type { Intake } from "./intake.ts";
import type { BodyReading } from "./read-body.ts";
import {
  acceptedAnswer,
  heldFault,
  isStrangers,
  NO_REQUEST,
  outcomeOf,
  tooLarge,
  type Ending,
} from "./reception-answers.ts";
import { createThrottle } from "./throttle.ts";
import type { UnprovenBodies, UnprovenBody } from "./unproven.ts";

export interface ReceptionPorts extends Ending {
  client: EngineClient;
  ids: IdSource;
  /** By folded name. */
  routes: ReadonlyMap<string, CompiledRoute>;
  /** Folded names of routes that are configured and cannot work. */
  held: ReadonlySet<string>;
  accept: Intake;
  senderOf: (head: Head) => Party;
  unproven: UnprovenBodies;
  /** `log.keepRejectedBodies` */
  keepBodies: boolean;
  /** Absent: whoever answers does all the work. */
  labour?: Labour;
  /** Absent: nothing is known of senders beside the settings. */
  facts?: SenderFacts;
  /** A request was stored that waits for its run. */
  accepted: () => void;
}

/** The host's own markers: one notice in front of the first block. Source: docs/gateway/security of the host. */
export const wrapUntrusted: Wrap = (content, notice) =>
  wrapExternalContent(content, { source: "webhook", includeWarning: notice });

/** Shown in the head: whether it is right is known before any of the body is read. */
const SHOWN_IN_HEAD: ReadonlySet<RouteAuth["kind"]> = new Set([
  "loopback",
  "bearer",
  "basic",
  "header",
]);
const NO_BODY = new Uint8Array();

type Head = Omit<InboundRequest, "rawBody">;

/** A request at its route, and who sent it. */
interface Arrival {
  compiled: CompiledRoute;
  head: Head;
  party: Party;
}

export function createReceptionist(ports: ReceptionPorts): Receptionist {
  const { client, ids, routes, keepBodies, labour, unproven, facts } = ports;
  const throttle = createThrottle();

  async function status({ compiled, head, party }: Arrival, id: string): Promise<HttpAnswer> {
    const { route } = compiled;
    const now = Date.now();
    const request = { ...head, rawBody: NO_BODY };
    const known = await authNow(request, route, facts);
    if (known.kind === "fault") return faultAnswer(known.fault, "");
    const isProven = known.kind === "known" && verify(request, known.auth, now).ok;
    const wait = throttle[isProven ? "proven" : "failed"](route, party, now);
    if (wait !== undefined) return faultAnswer(tooMany(wait), "");
    if (!isProven) return faultAnswer(UNAUTHORIZED, id);
    const found = await client.call("findRequest", [id]);
    if (found === undefined || foldName(found.route) !== foldName(route.name))
      return faultAnswer(NO_REQUEST, id);
    return jsonAnswer(200, outcomeOf(found));
  }

  /** Whoever is in the log with it costs a commit: a stranger has so many, and then its answer only. */
  async function refused(
    { compiled, party }: Arrival,
    { answer, record }: Answered,
  ): Promise<HttpAnswer> {
    const wait = throttle.failed(compiled.route, party, Date.now());
    if (wait !== undefined) return faultAnswer(tooMany(wait), "");
    await ports.accept(record);
    return answer;
  }

  /** `room`: given back as soon as the sender is proven. */
  function decide(
    { compiled, head, party }: Arrival,
    rawBody: Uint8Array,
    room?: UnprovenBody,
  ): Promise<Decision> {
    const now = Date.now();
    return receive({
      id: ids.next("req", now),
      request: { ...head, rawBody },
      compiled,
      wrap: wrapUntrusted,
      now,
      labour,
      keepBodies,
      ...(facts && { facts }),
      ...(room && { grow: room.grow }),
      charge() {
        room?.release();
        return throttle.proven(compiled.route, party, now);
      },
    });
  }

  async function finish(arrival: Arrival, decision: Decision): Promise<HttpAnswer> {
    if (decision.kind === "turned away") return decision.answer;
    if (decision.kind === "answered") {
      if (isStrangers(decision)) return refused(arrival, decision);
      await ports.accept(decision.record);
      return decision.answer;
    }
    const acceptance = await ports.accept(decision.record);
    if (acceptance.kind === "stored") ports.accepted();
    return acceptedAnswer(ports, arrival.compiled, decision, acceptance);
  }

  /** `room`: of a body whose sender has still to prove itself. */
  async function whenRead(
    arrival: Arrival,
    read: BodyReading,
    room: UnprovenBody | undefined,
  ): Promise<Decision | HttpAnswer> {
    switch (read.kind) {
      case "whole":
        return decide(arrival, read.rawBody, room);
      case "no room":
        return faultAnswer(BUSY, "");
      case "too large": {
        const { compiled, head } = arrival;
        const proven = room === undefined;
        const decision = tooLarge(ids.next("req", head.receivedAt), head, compiled, proven);
        if (!proven) return refused(arrival, decision);
        await ports.accept(decision.record);
        return decision.answer;
      }
    }
  }

  return {
    async answer(head, path, readBody) {
      // One slash at the end is the same address.
      const steps = path.length > 1 && path.at(-1) === "" ? path.slice(0, -1) : path;
      const [written = "", requestId, ...rest] = steps;
      const name = foldName(written);
      if (ports.held.has(name)) return faultAnswer(heldFault(name), "");
      const compiled = rest.length === 0 ? routes.get(name) : undefined;
      if (compiled === undefined) return faultAnswer(NO_ROUTE, "");
      const { route } = compiled;
      if (requestId !== undefined && head.method !== "GET") return faultAnswer(NO_ROUTE, "");
      const arrival: Arrival = { compiled, head, party: ports.senderOf(head) };
      const wait = throttle.lockedOut(route, arrival.party, head.receivedAt);
      if (wait !== undefined) return faultAnswer(tooMany(wait), "");
      if (requestId !== undefined) return status(arrival, requestId);

      const isShown = SHOWN_IN_HEAD.has(route.auth.kind);
      if (isShown && !verify({ ...head, rawBody: NO_BODY }, route.auth, Date.now()).ok)
        return finish(arrival, await decide(arrival, NO_BODY));
      const room = isShown ? undefined : unproven.claim(arrival.party, head.receivedAt);
      if (!isShown && room === undefined) return faultAnswer(BUSY, "");
      let decided: Decision | HttpAnswer;
      try {
        decided = await whenRead(arrival, await readBody(route.maxBodyBytes, room), room);
      } finally {
        room?.release();
      }
      return "kind" in decided ? finish(arrival, decided) : decided;
    },
  };
}
