// Stored requests become runs: at most so many at once, each once, also after a crash. Must be created
// in the service's context: in a request's own the host refuses to start a run.
import { AsyncLocalStorage } from "node:async_hooks";
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { RunClaim, RunSettlement, StoredRequest } from "../../../engine/inbox/inbox.ts";
import { batchEnd, LOOK_AGAIN_MS, type ItemEnd } from "./batch.ts";
import { isTaken } from "./durably.ts";
import type { Turn } from "./turn.ts";

/** `items`: of a request that had several. */
export type EndedRequest = StoredRequest & { items?: readonly ItemEnd[] };

export interface RunnerPorts {
  client: EngineClient;
  concurrency: number;
  turn: (claim: RunClaim, signal: AbortSignal) => Promise<Turn>;
  /** Tells the outside what became of it; resolves when that is durable. */
  tell: (request: EndedRequest) => Promise<void>;
  log: (message: string) => void;
}

export interface Runner {
  /** Takes back what an earlier process or an earlier plugin had begun, as soon as it can be read, and begins. */
  start: () => void;
  /** A request may be due. */
  wake: () => void;
  ended: (id: string, timeoutMs: number) => Promise<StoredRequest | undefined>;
  stop: () => void;
}

/** Longer than the longest run; a claim of a process that died comes back at the next start anyway. */
const LEASE_MS = 24 * 3_600_000;
const ASK_AGAIN_MS = 5_000;

export function createRunner(ports: RunnerPorts): Runner {
  const { client, log } = ports;
  const stopping = new AbortController();
  const inServiceContext = AsyncLocalStorage.snapshot();
  /** Requests of which an item has ended since they were looked at. */
  const stirred = new Set<string>();
  /** By request: a repeat waits with the first one. */
  const waiting = new Map<string, Set<(request: StoredRequest) => void>>();
  let running = 0;
  let released = false;
  let asking = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    // A run that ends asks again.
    if (stopping.signal.aborted || running >= ports.concurrency) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      if (!released) await client.call("releaseRuns", [Date.now()]);
      released = true;
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
    if (dueAt === undefined || stopping.signal.aborted || running >= ports.concurrency) return;
    timer = setTimeout(() => void ask(), Math.max(0, dueAt - Date.now()));
    timer.unref();
  }

  async function run(claim: RunClaim): Promise<void> {
    running += 1;
    const { request } = claim;
    const startedAt = Date.now();
    const { items } = request.job ?? {};
    try {
      if (items !== undefined) await endBatch(request, items);
      else {
        const turn = await turnOf(claim);
        // Whoever comes next finds it running, and asks the host what became of it.
        if (!stopping.signal.aborted) await settle(request, turn, Date.now() - startedAt);
      }
    } catch (error) {
      const what = isTaken(error) ? "was not begun here" : "has an end that could not be stored";
      log(`the run of ${request.id} ${what}: ${messageOf(error)}`);
    } finally {
      running -= 1;
      wake();
    }
  }

  async function turnOf(claim: RunClaim): Promise<Turn> {
    if (claim.lostBy !== undefined) {
      const error = `the Gateway ${claim.lostBy} ended while this ran, and nobody else knows what became of it`;
      return { ok: false, error };
    }
    try {
      return await ports.turn(claim, stopping.signal);
    } catch (error) {
      if (isTaken(error)) throw error;
      return { ok: false, error: messageOf(error) };
    }
  }

  /** Given back until the last of its items has ended. */
  async function endBatch(request: StoredRequest, ids: readonly string[]): Promise<void> {
    stirred.delete(request.id);
    const ended = await batchEnd(client, ids);
    const now = Date.now();
    if (ended !== undefined)
      return settle(request, ended.turn, now - request.receivedAt, ended.items);
    // An item may have ended while they were looked at.
    await lookAgain(request.id, stirred.has(request.id) ? now : now + LOOK_AGAIN_MS);
  }

  async function lookAgain(id: string, dueAt: number): Promise<void> {
    await client.call("settleRuns", [[{ id, status: "waiting", dueAt }], Date.now()]);
  }

  async function settle(
    request: StoredRequest,
    turn: Turn,
    durationMs: number,
    items?: readonly ItemEnd[],
  ): Promise<void> {
    const { verdicts = [] } = turn;
    const outcome: Pick<RunSettlement, "status" | "reply" | "error" | "durationMs"> = turn.ok
      ? { status: "completed", reply: turn.reply, durationMs }
      : { status: "failed", error: turn.error, durationMs };
    const runId = turn.runId ?? request.id;
    const ended = { ...request, ...outcome, runId, ...(items && { items }) };
    // Told first: a crash in between tells it once more, under the same event id.
    await ports.tell(ended);
    await client.call("settleRuns", [
      [{ id: request.id, runId, verdicts, ...outcome }],
      Date.now(),
    ]);
    for (const finish of waiting.get(request.id) ?? []) finish(ended);
    const { batch } = request.job ?? {};
    if (batch === undefined) return;
    stirred.add(batch.of);
    await lookAgain(batch.of, Date.now());
  }

  function wake(): void {
    inServiceContext(() => void ask());
  }

  return {
    start() {
      // Others who share the log may have left something due.
      client.signals.on("stirred", wake);
      wake();
    },
    wake,
    ended: (id, timeoutMs) =>
      new Promise((resolve) => {
        const others = waiting.get(id) ?? new Set();
        const finish = (request: StoredRequest | undefined): void => {
          clearTimeout(limit);
          others.delete(finish);
          if (others.size === 0) waiting.delete(id);
          resolve(request);
        };
        const limit = setTimeout(() => finish(undefined), timeoutMs);
        waiting.set(id, others.add(finish));
      }),
    stop() {
      stopping.abort();
      client.signals.off("stirred", wake);
      clearTimeout(timer);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}
