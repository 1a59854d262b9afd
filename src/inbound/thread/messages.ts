// The words between the Gateway's thread and the one that decides, and where the one sees how far the other is.
import type { Route, RouteAuth } from "../../config/route/route-settings.ts";
import type { RunJob, Step, StoredRequest } from "../../engine/inbox/inbox.ts";
import type { RenderedAnswer, Told } from "../answer/route-answer.ts";
import type { Judgement, Proof } from "../decision/decide.ts";
import type { Gathered, RenderedPrompt } from "../prompt/prompt.ts";
import type { ReplayedRequest } from "../decision/request-replay.ts";
import type { InboundRequest } from "../request/request.ts";
import type { Verdict } from "../proof/verdict.ts";

/** What can be asked for, by name; `answer` may hold places of blocks, see `Answered`. */
export interface Works {
  /** `auth`: of the route, with what is known of its sender now. */
  verify: { asked: { request: InboundRequest; auth: RouteAuth; now: number }; answer: Verdict };
  judge: { asked: { id: string; request: InboundRequest; proof: Proof }; answer: Judgement };
  replay: { asked: { id: string; stored: StoredRequest; now: number }; answer: ReplayedRequest };
  /** `contents`: as they are kept, oldest first. */
  gather: {
    asked: { contents: readonly unknown[] } & Pick<Gathered, "superseded">;
    answer: RenderedPrompt;
  };
  /** `content`: as it is kept. */
  answer: { asked: { content: string; told: Told }; answer: RenderedAnswer };
}

export type WorkName = keyof Works;
export type Work = {
  [Name in WorkName]: { name: Name; route: string } & Works[Name]["asked"];
}[WorkName];

export interface ThreadData {
  routes: readonly Route[];
  /** One `Int32`: the place of the current step in `STEPS`. */
  progress: SharedArrayBuffer;
}

/** What the host is to wrap; prompts refer to it by `placeOf`. */
export type Block = Parameters<(content: string, notice: boolean) => void>;

export type FromThread =
  | { kind: "ready" }
  /** The route is compiled, and the work begins. */
  | { kind: "begun" }
  | { kind: "answer"; value: unknown; blocks: readonly Block[] }
  /** A defect: the work threw. */
  | { kind: "failed"; reason: string };

/** What became of a work. */
export type Outcome<Name extends WorkName> =
  | { kind: "done"; answer: Works[Name]["answer"]; blocks: readonly Block[] }
  /** It was ended in the middle. `why`: `took longer than 2000 ms`. */
  | { kind: "overrun"; step: Step; why: string }
  /** Too much waits already. */
  | { kind: "full" }
  /** No thread can be started, or this one has ended by itself. */
  | { kind: "down"; reason: string };

/** `authenticity` also stands for what comes before the first step. */
const STEPS: readonly Step[] = [
  "authenticity",
  "content type",
  "schema",
  "filter",
  "prompt",
  "replay",
  "coalesce",
];

export function noteStep(progress: SharedArrayBuffer, step: Step): void {
  Atomics.store(new Int32Array(progress), 0, STEPS.indexOf(step));
}

export function notedStep(progress: SharedArrayBuffer): Step {
  return STEPS[Atomics.load(new Int32Array(progress), 0)] ?? "authenticity";
}

/** No character of any text, and refused in templates: see `written-parts`. */
const MARK = "\uFFFE";

/** Stands in a prompt until the Gateway's thread, where the host's wrapper is, fills it. */
export function placeOf(block: number): string {
  return `${MARK}${block}${MARK}`;
}

export function fillPlaces(
  prompt: string,
  blocks: readonly Block[],
  wrap: (...block: Block) => string,
): string {
  return prompt.replaceAll(/\uFFFE(\d+)\uFFFE/g, (place, index: string) => {
    const block = blocks[Number(index)];
    return block === undefined ? place : wrap(...block).trim();
  });
}

/** What is sent as it is has no places. */
export function fillJob(
  job: RunJob,
  blocks: readonly Block[],
  wrap: (...block: Block) => string,
): RunJob {
  if (job.mode === "deliver") return job;
  const fill = (text: string): string => fillPlaces(text, blocks, wrap);
  const { prompt, read } = job;
  return {
    ...job,
    prompt: fill(prompt),
    ...(read && { read: { ...read, message: fill(read.message) } }),
  };
}
