// From a body that fits to a run that is fixed: the route's condition, its words, what a repeat is known by.
// Must not read a body, and must not store or start anything.
import type { NewRequest } from "../../engine/inbox/inbox.ts";
import { jsonAnswer } from "../answer/answer.ts";
import { TEMPLATE_FAULT } from "../answer/decision-faults.ts";
import { toldAtOnce } from "../answer/told-at-once.ts";
import { NAMED_FOR_MS, samenessOf, type Sameness } from "../proof/sameness.ts";
import type { RequestContent } from "../request/request-content.ts";
import { buildJob } from "./job.ts";
import { endingsOf, type Judgement, type LetIn, type Proof, type Reception } from "./judgement.ts";

/** A request whose body fits its route's schema, with its record so far. */
export interface Fitting extends LetIn {
  reception: Reception;
  /** Hops of outbound → inbound so far. */
  hops: number;
}

/** `content.item`: one of several that came in one request, which has names of its own. */
export function fixRun(
  { reception, record, verdicts, proof, hops }: Fitting,
  content: RequestContent,
): Judgement {
  const { compiled, begins } = reception;
  const { id } = content;
  const { route } = compiled;
  const { reject, settle } = endingsOf(record, verdicts);
  begins?.("filter");
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
  // Of an item nobody is told: its sender is told of the request that held it.
  const told = "item" in content ? NOT_TOLD : toldAtOnce(compiled, content);
  if (!told.ok) return reject("prompt", { ...TEMPLATE_FAULT, message: told.error });
  const fixed: NewRequest = {
    ...record,
    status: "waiting",
    httpStatus: told.told.answer?.status ?? compiled.answer.status,
    job: job.job,
  };
  if (proof === undefined) return { kind: "accepted", record: fixed, ...told.told };

  begins?.("replay");
  const same = namesOf(reception, proof, content);
  if (!same.ok) return reject("replay", { ...TEMPLATE_FAULT, message: same.error });
  begins?.("coalesce");
  const coalesceKey = compiled.coalesceKey?.render(content);
  if (coalesceKey?.ok === false)
    return reject("coalesce", { ...TEMPLATE_FAULT, message: coalesceKey.error });
  return {
    kind: "accepted",
    ...told.told,
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

/** What a repeat of this request is known by. */
function namesOf(
  { compiled }: Reception,
  proof: Proof,
  content: RequestContent,
): ({ ok: true } & Sameness) | { ok: false; error: string } {
  const rendered = compiled.idempotencyKey?.render(content);
  if (rendered?.ok === false) return rendered;
  // What the sender calls its request is the name of them all.
  if ("item" in content) {
    const names = rendered === undefined ? [] : [`route:${rendered.text}`];
    return { ok: true, names, forMs: NAMED_FOR_MS };
  }
  return { ok: true, ...samenessOf(proof, compiled.route, rendered?.text) };
}

const NOT_TOLD: ReturnType<typeof toldAtOnce> = { ok: true, told: {} };
