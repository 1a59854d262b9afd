// What a request that was let in comes to: each step of its route decides, and its verdict is kept.
// Must not ask who sent it, and must not store, answer or start anything itself.
import type { Fault } from "../answer/answer.ts";
import { readBody } from "../request/body.ts";
import { fixBatch } from "./fix-batch.ts";
import { fixRun } from "./fix-run.ts";
import { endingsOf, type Judgement, type LetIn, type Reception } from "./judgement.ts";
import type { RequestContent } from "../request/request-content.ts";
import { header, type InboundRequest } from "../request/request.ts";
import { visible } from "../secret/mask-request.ts";
import type { SchemaMismatch } from "./validate.ts";

export type {
  Answered,
  Decision,
  Endings,
  Judgement,
  Proof,
  Reception,
  TurnedAway,
} from "./judgement.ts";
export { endingsOf } from "./judgement.ts";

/** More than any chain that is meant to be one. */
const MAX_HOPS = 3;

/** The steps after authenticity. */
export function decide(reception: Reception, { record, verdicts, proof }: LetIn): Judgement {
  const { request, compiled, begins } = reception;
  const { route } = compiled;
  const { reject } = endingsOf(record, verdicts);
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

  const content = contentOf(reception, read.body);
  const fitting = { reception, record, verdicts, proof, hops };
  return route.forEach === undefined
    ? fixRun(fitting, content)
    : fixBatch(fitting, content, route.forEach);
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
