// Puts the host's markers round what was left open in prompts: they are to be had in the Gateway's thread alone.
import type { Judgement } from "../decision/decide.ts";
import type { Wrap } from "../prompt/fence.ts";
import { fillJob, type Block } from "./messages.ts";

export function filled(decision: Judgement, blocks: readonly Block[], wrap: Wrap): Judgement {
  return { ...decision, record: filledRecord(decision.record, blocks, wrap) };
}

export function filledRecord(
  record: Judgement["record"],
  blocks: readonly Block[],
  wrap: Wrap,
): Judgement["record"] {
  const { job, items } = record;
  if (job === undefined) return record;
  const filledItems = items?.map((item) => filledRecord(item, blocks, wrap));
  return { ...record, job: fillJob(job, blocks, wrap), ...(filledItems && { items: filledItems }) };
}
