// One stored request as one turn of the agent: begun once, found again after a crash. Stores no outcome.
import { setTimeout } from "node:timers/promises";
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { RunClaim, RunJob, StepVerdict, StoredRequest } from "../../../engine/inbox/inbox.ts";
import type { Agent, Target, TurnEnd } from "./agent.ts";
import { durably } from "./durably.ts";
import { nextRunId } from "./run-id.ts";

export interface TurnPorts {
  client: Pick<EngineClient, "call">;
  agent: Agent;
  /**
   * The words of a claim: with `coalesce` they depend on what was gathered, with `mode: "read"` on a reader. Not asked
   * for where the run turns out to have begun.
   */
  wordsOf: (
    claim: RunClaim,
    signal: AbortSignal,
  ) => Promise<
    { ok: true; text: string } | { ok: false; error: string; verdicts?: readonly StepVerdict[] }
  >;
  /** Runs that this process began and that have not ended, whichever copy of the plugin began them. */
  begun: Set<string>;
  /** Called before a run can use a tool: what it may use stands in its job. */
  hold: (runId: string, job: RunJob) => void;
  /** Called before a run begins whose reply is sent here and not by the host. */
  sendsReplyOf: (runId: string) => void;
  /** The channel took these words. `runId` is absent where no model wrote them. */
  sent: (message: SentWords) => void;
}

export interface SentWords extends Target {
  job: RunJob;
  runId?: string;
  words: string;
  /** Empty where the channel gives none. */
  messageIds: readonly string[];
}

/** `runId` is absent when the host was not asked for a run. `verdicts`: of steps that ended it before. */
export type Turn = TurnEnd & { runId?: string; verdicts?: readonly StepVerdict[] };

const RECALL_EVERY_MS = 1_000;

/** Makes a claim's turn, or finds out how it ended. `signal`: the plugin stops, and the next copy will ask again. */
export function createTurn(
  ports: TurnPorts,
): (claim: RunClaim, signal: AbortSignal) => Promise<Turn> {
  const { client, agent, begun, hold } = ports;

  async function ran(
    request: StoredRequest,
    job: RunJob,
    message: string,
    signal: AbortSignal,
  ): Promise<Turn> {
    const runId = runIdFor(request, begun);
    begun.add(runId);
    if (job.deliver?.channel !== undefined) ports.sendsReplyOf(runId);
    hold(runId, job);
    try {
      // After a crash the note is the only sign that the host may know the key.
      await durably(() => client.call("noteRun", [request.id, runId, Date.now()]), signal);
      const intoSession = job.deliver !== undefined && job.deliver.channel === undefined;
      await agent.start({
        sessionKey: job.sessionKey,
        message,
        deliver: intoSession,
        idempotencyKey: runId,
      });
      return { ...(await agent.end({ runId, sessionKey: job.sessionKey }, job.timeoutMs)), runId };
    } finally {
      // The next copy asks under this key.
      if (!signal.aborted) begun.delete(runId);
    }
  }

  /** How a turn ended that an earlier process, or an earlier copy, began; undefined when it never did. */
  async function recalled(
    { id, runId = id }: StoredRequest,
    job: RunJob,
    signal: AbortSignal,
  ): Promise<Turn | undefined> {
    hold(runId, job);
    const deadline = Date.now() + job.timeoutMs;
    while (!signal.aborted) {
      const before = await agent.recall(job.sessionKey, id);
      if (before === "never started") return undefined;
      if (before !== "unfinished") return { ...before, runId };
      if (Date.now() > deadline) break;
      await setTimeout(RECALL_EVERY_MS);
    }
    return {
      ok: false,
      error: "the Gateway stopped during the run; send the request again if it is still wanted",
      runId,
    };
  }

  async function begin(claim: RunClaim, job: RunJob, signal: AbortSignal): Promise<Turn> {
    const words = await ports.wordsOf(claim, signal);
    return words.ok ? ran(claim.request, job, words.text, signal) : words;
  }

  /** Throws what the channel says against it. */
  async function send(job: RunJob, words: string, runId: string | undefined): Promise<void> {
    const target = addressOf(job.deliver ?? {});
    const messageIds = await agent.send(words, target);
    ports.sent({ ...target, job, runId, words, messageIds });
  }

  return async (claim, signal) => {
    const { request, restarted } = claim;
    const { job } = request;
    if (job === undefined) return { ok: false, error: "the stored request has no job" };
    if (job.mode === "deliver") {
      await send(job, job.prompt, undefined);
      return { ok: true, reply: job.prompt };
    }
    const turn =
      (restarted ? await recalled(request, job, signal) : undefined) ??
      (await begin(claim, job, signal));
    if (turn.ok && job.deliver?.channel !== undefined && turn.reply !== undefined)
      await send(job, turn.reply, turn.runId);
    return turn;
  };
}

/**
 * For the host the key of a run is its id, and the same key is the same run: so a copy of the plugin that takes over
 * asks under the key that is in use. A run that the host had admitted and not begun when its process died is refused
 * under its key for ever ("Pending input ownership ended"), and never taken up by the host itself: that gets a new one.
 */
function runIdFor({ id, runId }: StoredRequest, begun: ReadonlySet<string>): string {
  return runId !== undefined && begun.has(runId) ? runId : nextRunId(id, runId);
}

function addressOf({ channel, to, accountId }: Partial<Target>): Target {
  if (channel === undefined || to === undefined)
    throw new Error("deliver needs a channel and a recipient (deliver.channel, deliver.to)");
  return { channel, to, accountId };
}
