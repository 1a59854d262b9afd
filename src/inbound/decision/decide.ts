// What a request that was let in comes to: each step of its route decides, and its verdict is kept.
// Must not ask who sent it, and must not store, answer or start anything itself.
import type { NewRequest, StepVerdict } from "../../engine/inbox/inbox.ts";
import { faultAnswer, jsonAnswer, type Fault, type HttpAnswer } from "../answer/answer.ts";
import {
  LOOP_FAULT,
  methodFault,
  SCHEMA_FAULT,
  TEMPLATE_FAULT,
} from "../answer/decision-faults.ts";
import { toldAtOnce, type AtOnce } from "../answer/told-at-once.ts";
import { bodyOf } from "../request/body-of.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Wrap } from "../prompt/fence.ts";
import { buildJob } from "./job.ts";
import { visible, type MaskedRequest } from "../secret/mask-request.ts";
import { dedupeKeys } from "../proof/replay.ts";
import type { RequestContent } from "../request/request-content.ts";
import { header, type InboundRequest } from "../request/request.ts";
import type { SchemaMismatch } from "./validate.ts";
import type { Verdict } from "../proof/verdict.ts";

/** What a route made of it. `accepted`: `record.status` is `waiting`, and the answer follows from storing it. */
export type Judgement = { kind: "answered"; answer: HttpAnswer; record: NewRequest } | Accepted;

export interface Accepted extends AtOnce {
  kind: "accepted";
  record: NewRequest;
}

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

export type Proof = Extract<Verdict, { ok: true }>;

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
  const methods: readonly string[] = route.methods ?? ["POST"];
  if (!methods.includes(request.method)) return reject("content type", methodFault(methods));
  const hops = hopsOf(request);
  if (hops >= MAX_HOPS) return reject("replay", LOOP_FAULT);

  begins?.("content type");
  const read = bodyOf(request, route);
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
    const words = compiled.answer.words?.render(content, { status: "filtered" });
    const plain = jsonAnswer(compiled.answer.status, { id, status: "filtered" });
    return settle("filtered", words?.ok === true ? words.answer : plain);
  }
  if (route.where !== undefined) verdicts.push({ step: "filter", ok: true });

  begins?.("prompt");
  const job = buildJob(compiled, content, hops, reception.wrap);
  if (!job.ok) return reject("prompt", { ...TEMPLATE_FAULT, message: job.error });
  const told = toldAtOnce(compiled, content);
  if (!told.ok) return reject("prompt", { ...TEMPLATE_FAULT, message: told.error });
  const fixed: NewRequest = {
    ...record,
    status: "waiting",
    httpStatus: told.told.answer?.status ?? compiled.answer.status,
    job: job.job,
  };
  if (proof === undefined) return { kind: "accepted", record: fixed, ...told.told };

  begins?.("replay");
  const keys = namesOf(reception, proof, content);
  if (!keys.ok) return reject("replay", { ...TEMPLATE_FAULT, message: keys.error });
  begins?.("coalesce");
  const coalesceKey = compiled.coalesceKey?.render(content);
  if (coalesceKey?.ok === false)
    return reject("coalesce", { ...TEMPLATE_FAULT, message: coalesceKey.error });
  return {
    kind: "accepted",
    ...told.told,
    record: {
      ...fixed,
      dedupeKeys: keys.names,
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
): { ok: true; names: string[] } | { ok: false; error: string } {
  const names = dedupeKeys(proof);
  const rendered = compiled.idempotencyKey?.render(content);
  if (rendered?.ok === false) return rendered;
  if (rendered !== undefined) names.push(`route:${rendered.text}`);
  return { ok: true, names };
}

function wordsOf(mismatches: readonly SchemaMismatch[]): string {
  return mismatches.map(({ path, message }) => `${path} ${message}`).join("; ");
}

function hopsOf(request: InboundRequest): number {
  const hops = Number(header(request, "x-openclaw-hops") ?? 0);
  return Number.isInteger(hops) && hops > 0 ? hops : 0;
}
