// Stored requests become runs: at most so many at once, each once, also after a crash. Must be created
// in the service's context: in a request's own the host refuses to start a run.
import { AsyncLocalStorage } from "node:async_hooks";
import type { EngineClient } from "../../engine/thread/client.ts";
import type { RunClaim, RunJob, RunSettlement, StoredRequest } from "../../engine/inbox/inbox.ts";
import type { Agent, TurnEnd } from "./agent.ts";

export interface RunnerPorts {
  client: EngineClient;
  agent: Agent;
  concurrency: number;
  /** The words of a claim: with `coalesce` they depend on what was gathered. */
  wordsOf: (claim: RunClaim) => { ok: true; text: string } | { ok: false; error: string };
  /** Tells the outside what became of it; resolves when that is durable. */
  tell: (request: StoredRequest) => Promise<void>;
  log: (message: string) => void;
}

export interface Runner {
  /** Takes back what an earlier process or an earlier plugin had begun, and begins. */
  start: () => Promise<void>;
  /** A request may be due. */
  wake: () => void;
  ended: (id: string, timeoutMs: number) => Promise<StoredRequest | undefined>;
  stop: () => void;
}

/** Longer than the longest run; a claim of a process that died comes back at the next start anyway. */
const LEASE_MS = 24 * 3_600_000;
const ASK_AGAIN_MS = 5_000;
const RECALL_EVERY_MS = 1_000;

export function createRunner(ports: RunnerPorts): Runner {
  const { client, agent, log } = ports;
  const inServiceContext = AsyncLocalStorage.snapshot();
  const waiting = new Map<string, (request: StoredRequest) => void>();
  let running = 0;
  let asking = false;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    // A run that ends asks again.
    if (stopped || running >= ports.concurrency) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const limit = ports.concurrency - running;
      const now = Date.now();
      const claims =
        limit > 0 ? await client.call("claimRuns", [{ now, limit, leaseMs: LEASE_MS }]) : [];
      for (const claim of claims) void run(claim);
      schedule(await client.call("nextRunDue", []));
    } catch (error) {
      log(`runs cannot be read at the moment: ${messageOf(error)}`);
      schedule(Date.now() + ASK_AGAIN_MS);
    } finally {
      asking = false;
      if (again) wake();
      again = false;
    }
  }

  function schedule(dueAt: number | undefined): void {
    clearTimeout(timer);
    if (dueAt === undefined || stopped || running >= ports.concurrency) return;
    timer = setTimeout(() => void ask(), Math.max(0, dueAt - Date.now()));
    timer.unref();
  }

  async function run(claim: RunClaim): Promise<void> {
    running += 1;
    const { request } = claim;
    const startedAt = Date.now();
    let end: TurnEnd;
    try {
      end = await turn(claim);
    } catch (error) {
      end = { ok: false, error: messageOf(error) };
    }
    try {
      // Whoever comes next finds it running, and asks the host what became of it.
      if (!stopped) await settle(request, end, Date.now() - startedAt);
    } catch (error) {
      log(`the end of the run of ${request.id} could not be stored: ${messageOf(error)}`);
    } finally {
      running -= 1;
      wake();
    }
  }

  async function turn(claim: RunClaim): Promise<TurnEnd> {
    const { id, job } = claim.request;
    if (job === undefined) return { ok: false, error: "the stored request has no job" };
    const words = ports.wordsOf(claim);
    if (!words.ok) return words;
    const target = job.deliver ?? {};
    if (job.mode === "deliver") {
      await agent.send(words.text, addressOf(target));
      return { ok: true, reply: words.text };
    }
    const turnEnd =
      (claim.restarted ? await recalled(job, id) : undefined) ?? (await ran(job, id, words.text));
    if (turnEnd.ok && target.channel !== undefined && turnEnd.reply !== undefined)
      await agent.send(turnEnd.reply, addressOf(target));
    return turnEnd;
  }

  async function ran(job: RunJob, id: string, message: string): Promise<TurnEnd> {
    const { sessionKey, deliver } = job;
    const intoSession = deliver !== undefined && deliver.channel === undefined;
    const request = { sessionKey, message, deliver: intoSession, idempotencyKey: id };
    const runId = await agent.start(request);
    await client.call("noteRun", [id, runId]);
    return agent.end(runId, job.timeoutMs);
  }

  /** How a turn ended that an earlier process started; undefined when it never did. */
  async function recalled(job: RunJob, id: string): Promise<TurnEnd | undefined> {
    const deadline = Date.now() + job.timeoutMs;
    while (!stopped) {
      const before = await agent.recall(job.sessionKey, id);
      if (before === "never started") return undefined;
      if (before !== "unfinished") return before;
      if (Date.now() > deadline) break;
      await new Promise((resolve) => setTimeout(resolve, RECALL_EVERY_MS));
    }
    return {
      ok: false,
      error: "the Gateway stopped during the run; send the request again if it is still wanted",
    };
  }

  async function settle(request: StoredRequest, end: TurnEnd, durationMs: number): Promise<void> {
    const outcome: Pick<RunSettlement, "status" | "reply" | "error" | "durationMs"> = end.ok
      ? { status: "completed", reply: end.reply, durationMs }
      : { status: "failed", error: end.error, durationMs };
    const ended = { ...request, ...outcome, runId: request.id };
    // Told first: a crash in between tells it once more, under the same event id.
    await ports.tell(ended);
    await client.call("settleRuns", [
      [{ id: request.id, runId: request.id, ...outcome }],
      Date.now(),
    ]);
    waiting.get(request.id)?.(ended);
  }

  function wake(): void {
    inServiceContext(() => void ask());
  }

  return {
    async start() {
      try {
        await client.call("releaseRuns", [Date.now()]);
      } catch (error) {
        log(`interrupted runs cannot be read at the moment: ${messageOf(error)}`);
      }
      wake();
    },
    wake,
    ended: (id, timeoutMs) =>
      new Promise((resolve) => {
        const finish = (request: StoredRequest | undefined): void => {
          clearTimeout(limit);
          waiting.delete(id);
          resolve(request);
        };
        const limit = setTimeout(() => finish(undefined), timeoutMs);
        waiting.set(id, finish);
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function addressOf(target: { channel?: string; to?: string; accountId?: string }): {
  channel: string;
  to: string;
  accountId?: string;
} {
  const { channel, to, accountId } = target;
  if (channel === undefined || to === undefined)
    throw new Error("deliver needs a channel and a recipient (deliver.channel, deliver.to)");
  return { channel, to, accountId };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}
