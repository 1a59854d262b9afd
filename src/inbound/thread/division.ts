// Who does what: a small request, of a route that checks little, is judged where it arrives; everything else in the
// thread that decides. Either comes to the same. Must not store, answer or start anything itself.
import type { StoredRequest } from "../../engine/inbox/inbox.ts";
import type { Clock } from "../../engine/clock.ts";
import type { RenderedAnswer, Told } from "../answer/route-answer.ts";
import type { CompiledRoute } from "../decision/compile-route.ts";
import type { Decision, Judgement, Proof } from "../decision/decide.ts";
import type { Wrap } from "../prompt/fence.ts";
import { judge, overrun, turnedAway, type Arrival } from "../decision/judge.ts";
import { MAX_READ_BYTES } from "../secret/mask-request.ts";
import type { RenderedPrompt } from "../prompt/prompt.ts";
import { readsBody } from "../proof/reads-body.ts";
import type { Labour } from "../receive.ts";
import { contentFrom } from "../request/request-content.ts";
import { replayRequest, type ReplayedRequest } from "../decision/request-replay.ts";
import type { InboundRequest } from "../request/request.ts";
import { verify } from "../proof/verify.ts";
import type { Decider } from "./decider.ts";
import { decode } from "./decode.ts";
import { filled, filledRecord } from "./filled.ts";
import { fillPlaces } from "./messages.ts";
import { faultOf, UNCHECKED } from "./work-faults.ts";

export interface Division extends Labour {
  replay: (again: {
    id: string;
    stored: StoredRequest;
    compiled: CompiledRoute;
    now: number;
  }) => Promise<ReplayedRequest>;
  /** The words for requests that were gathered. `contents`: as they were kept, oldest first. */
  gather: (
    compiled: CompiledRoute,
    contents: readonly unknown[],
    superseded: number,
  ) => Promise<RenderedPrompt>;
  /** The words for a caller that waited. `content`: of its request, as it was kept. */
  answer: (compiled: CompiledRoute, content: string, told: Told) => Promise<RenderedAnswer>;
}

export interface DivisionPorts {
  decider: Pick<Decider, "ask" | "waiting">;
  /** The host's, which only the Gateway's thread has. */
  wrap: Wrap;
  clock: Pick<Clock, "after">;
}

/** Read, parsed and masked in about 2 ms, whatever stands in it. */
const SMALL_BYTES = 16_384;
/** Steps of checks, of about 15 ns each. */
const MAX_STEPS = 300_000;
/** Of each template, in units that take about 15 ns; one that needs more is rendered in the thread. */
const WORK_UNITS = 131_072;
/** So much is hashed in a millisecond or two. */
const HASHED_BYTES = 2 * 1024 * 1024;
const RETRY_MS = 1000;
const RETRIES = 30;

export function createDivision({ decider, wrap, clock }: DivisionPorts): Division {
  function isCheap({ request, compiled }: Pick<Arrival, "request" | "compiled">): boolean {
    // Each item is rendered by itself.
    if (compiled.route.forEach !== undefined) return false;
    const { rawBody, headers, url } = request;
    if (rawBody.byteLength > SMALL_BYTES) return false;
    const lengths = Object.values(headers).map(({ length }) => length);
    const bytes = lengths.reduce((sum, length) => sum + length, rawBody.byteLength + url.length);
    return compiled.cost * bytes <= MAX_STEPS;
  }

  async function judgeInThread(arrival: Arrival, proof: Proof): Promise<Decision> {
    const { id, request, compiled } = arrival;
    const { rawBody } = request;
    const bodyBytes = rawBody.byteLength;
    // What is handed over is gone, and something has to be kept where it is given up.
    const beginning = { ...request, rawBody: rawBody.slice(0, MAX_READ_BYTES) };
    const work = { name: "judge", route: compiled.route.name, id, request, proof } as const;
    const outcome = await decider.ask<"judge">(work, {
      bytes: bodyBytes,
      transfer: ownOf(rawBody),
    });
    switch (outcome.kind) {
      case "done":
        return filled(outcome.answer, outcome.blocks, wrap);
      case "overrun":
        return overrun({ id, request: beginning, compiled, bodyBytes }, proof, outcome);
      default:
        return turnedAway(faultOf(outcome));
    }
  }

  return {
    async verify(arrival) {
      const { request, compiled, auth, now } = arrival;
      const { route } = compiled;
      const bytes = request.rawBody.byteLength;
      const isHere = bytes <= (readsBody(auth) ? SMALL_BYTES : HASHED_BYTES);
      if (isHere) return verify(request, auth, now);
      const work = { name: "verify", route: route.name, request, auth, now } as const;
      const outcome = await decider.ask<"verify">(work, { bytes });
      if (outcome.kind === "done") return outcome.answer;
      const fault = outcome.kind === "overrun" ? UNCHECKED : faultOf(outcome);
      return turnedAway(fault);
    },

    decode,

    judge(arrival, proof) {
      // Behind what waits, so that requests of a route keep their order.
      const isFirst = decider.waiting(arrival.compiled.route.name) === 0;
      if (isFirst && isCheap(arrival)) {
        const decision = judge({ ...arrival, workUnits: WORK_UNITS }, proof);
        if (!ranOutOfWork(decision)) return decision;
      }
      return judgeInThread(arrival, proof);
    },

    async replay({ id, stored, compiled, now }) {
      const bytes = stored.body?.bytes ?? 0;
      const isOne = compiled.route.forEach === undefined;
      if (isOne && bytes <= SMALL_BYTES && compiled.cost * bytes <= MAX_STEPS)
        return replayRequest({ id, stored, compiled, wrap, now });
      const work = { name: "replay", route: compiled.route.name, id, stored, now } as const;
      const outcome = await decider.ask<"replay">(work, { bytes });
      if (outcome.kind === "done") {
        const { answer, blocks } = outcome;
        return answer.ok
          ? { ...answer, record: filledRecord(answer.record, blocks, wrap) }
          : answer;
      }
      const reason =
        outcome.kind === "overrun"
          ? `${outcome.step}: ${outcome.why}, and was ended`
          : faultOf(outcome).message;
      return { ok: false, reason };
    },

    async gather(compiled, contents, superseded) {
      const { words } = compiled;
      if (words.mode !== "agent") throw new Error("only words for an agent are gathered");
      const bytes = contents.reduce<number>((sum, kept) => sum + String(kept).length, 0);
      if (bytes <= SMALL_BYTES) {
        const requests = contents.map((kept) => contentFrom(kept));
        return words.prompt.render({ requests, superseded }, wrap);
      }
      const work = { name: "gather", route: compiled.route.name, contents, superseded } as const;
      for (let left = RETRIES; ; left -= 1) {
        const outcome = await decider.ask<"gather">(work, { bytes });
        if (outcome.kind === "done") {
          const { answer, blocks } = outcome;
          if (!answer.ok) return answer;
          return { ...answer, prompt: fillPlaces(answer.prompt, blocks, wrap) };
        }
        const isOver = outcome.kind === "overrun" || left === 0;
        const error = outcome.kind === "overrun" ? outcome.why : faultOf(outcome).message;
        if (isOver) return { ok: false, code: "template", error: `the template ${error}` };
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    },

    async answer(compiled, content, told) {
      const bytes = content.length + (told.reply?.length ?? 0);
      if (bytes <= SMALL_BYTES) {
        const request = { ...contentFrom(content), workUnits: WORK_UNITS };
        const rendered = compiled.answer.words?.render(request, told);
        if (rendered?.ok === true) return rendered;
      }
      const work = { name: "answer", route: compiled.route.name, content, told } as const;
      const outcome = await decider.ask<"answer">(work, { bytes });
      if (outcome.kind === "done") return outcome.answer;
      const error = outcome.kind === "overrun" ? outcome.why : faultOf(outcome).message;
      return { ok: false, error };
    },
  };
}

const TEMPLATE_STEPS = new Set(["prompt", "replay", "coalesce"]);

/** Or the template cannot be rendered at all, and will not be in the thread. */
function ranOutOfWork({ record }: Judgement): boolean {
  const last = record.verdicts.at(-1);
  const isTemplate = record.httpStatus === 422 && TEMPLATE_STEPS.has(last?.step ?? "");
  return isTemplate && last?.ok === false;
}

/** The memory of a body, where nobody else has a part of it. */
function ownOf({ buffer, byteLength }: InboundRequest["rawBody"]): ArrayBuffer[] {
  const isOwn = byteLength > Buffer.poolSize && buffer.byteLength <= 2 * byteLength;
  return isOwn && buffer instanceof ArrayBuffer ? [buffer] : [];
}
