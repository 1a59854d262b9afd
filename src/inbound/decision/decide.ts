// What a request that was let in comes to: each step of its route decides, and its verdict is kept.
// Must not ask who sent it, and must not store, answer or start anything itself.
import { methodFault, LOOP_FAULT, SCHEMA_FAULT } from "../answer/decision-faults.ts";
import { bodyOf } from "../request/body-of.ts";
import { fixBatch } from "./fix-batch.ts";
import { fixRun } from "./fix-run.ts";
import { endingsOf, type Judgement, type LetIn, type Reception } from "./judgement.ts";
import type { RequestContent } from "../request/request-content.ts";
import { header, type InboundRequest } from "../request/request.ts";
import { visible } from "../secret/mask-request.ts";
import type { SchemaMismatch } from "./schema/mismatch.ts";

export type {
  Accepted,
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
