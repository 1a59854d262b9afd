// How a story about a request may end, and what it begins with. Types, and the two endings before a run.
import type { NewRequest, StepVerdict } from "../../engine/inbox/inbox.ts";
import { faultAnswer, type Fault, type HttpAnswer } from "../answer/answer.ts";
import type { AtOnce } from "../answer/told-at-once.ts";
import type { CompiledRoute } from "./compile-route.ts";
import type { Wrap } from "../prompt/fence.ts";
import type { Proof } from "../proof/verdict.ts";
import type { MaskedRequest } from "../secret/mask-request.ts";

export type { Proof } from "../proof/verdict.ts";

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
