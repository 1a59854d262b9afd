// What a request that was let in comes to: each step of its route decides, and its verdict is kept.
// Must not ask who sent it, and must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../../engine/inbox/inbox.ts";
import { faultAnswer, jsonAnswer, type Fault, type HttpAnswer } from "../answer/answer.ts";
import { readBody } from "../request/body.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Wrap } from "../prompt/fence.ts";
import { buildJob } from "./job.ts";
import { visible, type MaskedRequest } from "../secret/mask-request.ts";
import { samenessOf, type Sameness } from "../proof/sameness.ts";
import type { RequestContent } from "../request/request-content.ts";
import { header, type InboundRequest } from "../request/request.ts";
import type { SchemaMismatch } from "./validate.ts";
import type { Proof } from "../proof/verdict.ts";

/** What a route made of it. `accepted`: `record.status` is `waiting`, and the answer follows from storing it. */
export type Judgement =
  | { kind: "answered"; answer: HttpAnswer; record: NewRequest }
  | { kind: "accepted"; record: NewRequest };

export type Answered = Extract<Judgement, { kind: "answered" }>;

/** Its sender comes again; nothing is kept of it. */
export interface TurnedAway {
  kind: "turned away";
  answer: HttpAnswer;
}

export type Decision = Judgement | TurnedAway;

export interface Reception {
  /** `req_…` */
  id: string;
  request: MaskedRequest;
  compiled: CompiledRoute;
  /** The host's wrapper of untrusted content. */
  wrap: Wrap;
  /** Told which step begins, for whoever has to say what took too long. */
  begins?: (step: StepVerdict["step"]) => void;
  /** See `RequestContent`. */
  workUnits?: number;
}

/** How a story may end before its end; what was decided so far is in `verdicts`. */
export interface Endings {
  reject: (step: StepVerdict["step"], fault: Fault, detail?: string) => Answered;
  settle: (status: "handshake" | "filtered", answer: HttpAnswer) => Answered;
}

export type { Proof } from "../proof/verdict.ts";

/** More than any chain that is meant to be one. */
const MAX_HOPS = 3;

export function endingsOf(record: NewRequest, verdicts: StepVerdict[]): Endings {
  return {
    reject(step, fault, detail = fault.message) {
      verdicts.push({ step, ok: false, detail });
      const answer = faultAnswer(fault, record.id);
      return { kind: "answered", answer, record: { ...record, httpStatus: fault.status } };
    },
    settle: (status, answer) => ({
      kind: "answered",
      answer,
      record: { ...record, status, httpStatus: answer.status },
    }),
  };
}

/** What came before: the record so far, and its verdicts, to which each step adds its own. */
export interface LetIn {
  record: NewRequest;
  verdicts: StepVerdict[];
  /** What a repeat of it is known by. Absent for a replay: no repeat is looked for, and nothing joins it. */
  proof?: Proof;
}

/** The steps after authenticity. */
export function decide(reception: Reception, { record, verdicts, proof }: LetIn): Judgement {
  const { request, compiled, id, begins } = reception;
  const { route } = compiled;
  const { reject, settle } = endingsOf(record, verdicts);
  if (request.method !== "POST") return reject("content type", METHOD_FAULT);
  const encoding = header(request, "content-encoding") ?? "identity";
  if (encoding !== "identity") return reject("content type", ENCODING_FAULT);
  const hops = hopsOf(request);
  if (hops >= MAX_HOPS) return reject("replay", LOOP_FAULT);

  begins?.("content type");
  const read = readBody({
    contentType: header(request, "content-type"),
    rawBody: request.rawBody,
  });
  if (!read.ok) return reject("content type", { status: read.status, ...read.error });
  verdicts.push({ step: "content type", ok: true, detail: read.kind });

  begins?.("schema");
  const mismatches = compiled.check(read.body);
  if (mismatches.length > 0)
    return reject("schema", { ...SCHEMA_FAULT, details: mismatches }, wordsOf(mismatches));
  if (route.schema !== undefined) verdicts.push({ step: "schema", ok: true });

  begins?.("filter");
  const content = contentOf(reception, read.body);
  if (!compiled.passes(content)) {
    verdicts.push({ step: "filter", ok: false, detail: "filter.where does not hold" });
    return settle("filtered", jsonAnswer(route.response.status, { id, status: "filtered" }));
  }
  if (route.where !== undefined) verdicts.push({ step: "filter", ok: true });

  begins?.("prompt");
  const job = buildJob(compiled, content, hops, reception.wrap);
  if (!job.ok) return reject("prompt", { ...TEMPLATE_FAULT, message: job.error });
  const fixed: NewRequest = {
    ...record,
    status: "waiting",
    httpStatus: route.response.status,
    job: job.job,
  };
  if (proof === undefined) return { kind: "accepted", record: fixed };

  begins?.("replay");
  const same = namesOf(reception, proof, content);
  if (!same.ok) return reject("replay", { ...TEMPLATE_FAULT, message: same.error });
  begins?.("coalesce");
  const coalesceKey = compiled.coalesceKey?.render(content);
  if (coalesceKey?.ok === false)
    return reject("coalesce", { ...TEMPLATE_FAULT, message: coalesceKey.error });
  return {
    kind: "accepted",
    record: {
      ...fixed,
      dedupeKeys: same.names,
      dedupeForMs: same.forMs,
      ...(route.coalesce && coalesceKey
        ? { coalesce: { ...route.coalesce, key: coalesceKey.text } }
        : {}),
    },
  };
}

function contentOf({ id, request, compiled, workUnits }: Reception, body: unknown): RequestContent {
  return {
    id,
    route: compiled.route.name,
    receivedAt: request.receivedAt,
    headers: visible(request.headers),
    query: visible(request.query),
    body,
    bodyBytes: request.rawBody.byteLength,
    ...(workUnits !== undefined && { workUnits }),
  };
}

/** What a repeat of this request is known by. */
function namesOf(
  { compiled }: Reception,
  proof: Proof,
  content: RequestContent,
): ({ ok: true } & Sameness) | { ok: false; error: string } {
  const rendered = compiled.idempotencyKey?.render(content);
  if (rendered?.ok === false) return rendered;
  return { ok: true, ...samenessOf(proof, compiled.route, rendered?.text) };
}

function wordsOf(mismatches: readonly SchemaMismatch[]): string {
  return mismatches.map(({ path, message }) => `${path} ${message}`).join("; ");
}

function hopsOf(request: InboundRequest): number {
  const hops = Number(header(request, "x-openclaw-hops") ?? 0);
  return Number.isInteger(hops) && hops > 0 ? hops : 0;
}

const METHOD_FAULT: Fault = {
  status: 405,
  code: "method_not_allowed",
  message: "this route takes POST",
  allow: "POST",
};
const ENCODING_FAULT: Fault = {
  status: 415,
  code: "content_encoding",
  message: "compressed bodies are not taken",
  hint: "send the body without Content-Encoding",
};
const LOOP_FAULT: Fault = {
  status: 508,
  code: "loop",
  message: "this request was caused by a run that a request caused, again and again",
  hint: "look for an endpoint whose deliveries come back to a route",
};
const SCHEMA_FAULT: Fault = {
  status: 422,
  code: "schema",
  message: "the body does not fit the route's schema",
  hint: "see details",
};
const TEMPLATE_FAULT: Omit<Fault, "message"> = { status: 422, code: "template" };
