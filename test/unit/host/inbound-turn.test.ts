import { describe, expect, it } from "vitest";
import type { RunClaim } from "../../../src/engine/inbox/inbox.ts";
import type { Agent, TurnEnd } from "../../../src/host/inbound/run/agent.ts";
import {
  createTurn,
  type SentWords,
  type Turn,
  type TurnPorts,
} from "../../../src/host/inbound/run/turn.ts";
import { requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

const now = Date.now();
const id = requestId(1);

/**
 * The host as far as runs are concerned, by its `stageSessionPendingInput`: a key that was admitted is the same run
 * while the process lives, and is refused for ever after it died before the run began.
 */
function createHost() {
  const asked: string[] = [];
  const refused = new Set<string>();
  let recalled: Awaited<ReturnType<Agent["recall"]>> = "never started";
  let ends: (end: TurnEnd) => void = () => undefined;
  let asks = (): void => undefined;
  const agent: Agent = {
    start: async ({ idempotencyKey }) => {
      if (refused.has(idempotencyKey)) throw new Error("Pending input ownership ended");
      asked.push(idempotencyKey);
      return idempotencyKey;
    },
    end: () =>
      new Promise((resolve) => {
        ends = resolve;
        asks();
      }),
    recall: async () => recalled,
    send: async () => [],
  };
  return {
    agent,
    asked,
    die: () => asked.forEach((key) => refused.add(key)),
    remember: (end: TurnEnd) => void (recalled = end),
    end: (end: TurnEnd) => ends(end),
    waits: () => new Promise<void>((resolve) => void (asks = resolve)),
  };
}

async function stage(
  words: Awaited<ReturnType<TurnPorts["wordsOf"]>> = { ok: true, text: "Alert" },
) {
  const worded: string[] = [];
  const host = createHost();
  const inbox = openMemoryInbox();
  await inbox.accept([sampleRequest(1)], 10);
  let refusals = 0;
  const call = async (method: "noteRun", args: [string, string, number]): Promise<void> => {
    if (refusals === 0) return inbox[method](...args);
    refusals -= 1;
    throw new Error("the delivery engine does not run: it is restarting");
  };

  /** A copy of the plugin: takes the leases of the one before, and begins the run. */
  async function take(begun: Set<string>, signal = new AbortController().signal) {
    await inbox.releaseRuns(now);
    const [claim] = await inbox.claimRuns({ now, limit: 1, leaseMs: 1000 });
    const client = { call: call as never };
    const turn = createTurn({
      client,
      agent: host.agent,
      wordsOf: () => {
        worded.push(id);
        return Promise.resolve(words);
      },
      begun,
      hold: () => {},
      sendsReplyOf: () => {},
      sent: () => {},
    });
    const waits = host.waits();
    const ended = turn(claim as RunClaim, signal);
    await Promise.race([waits, ended]);
    return { ended };
  }
  return { host, take, worded, refuseNotes: (times: number) => void (refusals = times) };
}

const done: TurnEnd = { ok: true, reply: "done" };

describe("the run of a stored request", () => {
  it("that the host had admitted and not begun when it died is begun under a new id", async () => {
    const { host, take } = await stage();
    await take(new Set());
    host.die();
    await take(new Set());
    host.die();
    const { ended } = await take(new Set());
    host.end(done);
    expect(await ended).toEqual({ ...done, runId: `${id}-3` } satisfies Turn);
    expect(host.asked).toEqual([id, `${id}-2`, `${id}-3`]);
  });

  it("keeps its id when another copy of the plugin takes over: for the host it is the same run", async () => {
    const { host, take } = await stage();
    const begun = new Set<string>();
    const stopping = new AbortController();
    const { ended: first } = await take(begun, stopping.signal);
    stopping.abort();
    host.end({ ok: false, error: "the plugin was replaced" });
    await first;
    const { ended } = await take(begun);
    host.end(done);
    expect(await ended).toEqual({ ...done, runId: id });
    expect(host.asked).toEqual([id, id]);
    expect(begun.size).toBe(0);
  });

  it("is begun only when its id is noted, also when storage cannot be reached at first", async () => {
    const { host, take, refuseNotes } = await stage();
    refuseNotes(1);
    const { ended } = await take(new Set());
    host.end(done);
    expect(await ended).toEqual({ ...done, runId: id });
    host.die();
    await take(new Set());
    expect(host.asked).toEqual([id, `${id}-2`]);
  });

  it("is not begun again when the transcript has its end", async () => {
    const { host, take, worded } = await stage();
    await take(new Set());
    host.die();
    host.remember(done);
    const { ended } = await take(new Set());
    expect(await ended).toEqual({ ...done, runId: id });
    expect(host.asked).toEqual([id]);
    // Nobody is asked for words, a reader for example, that are not needed.
    expect(worded).toHaveLength(1);
  });

  it("is not begun without words, and ends with the verdict of who has none", async () => {
    const verdicts = [{ step: "reading", ok: false, detail: "no answer" } as const];
    const failed = { ok: false, error: "the reader: no answer", verdicts } as const;
    const { host, take } = await stage(failed);
    const { ended } = await take(new Set());
    expect(await ended).toEqual(failed);
    expect(host.asked).toEqual([]);
  });
});

describe("an answer that goes to a chat", () => {
  const request = sampleRequest(1);
  const job = {
    ...request.job,
    deliver: { channel: "telegram", to: "42" },
    mode: "agent",
    prompt: "Alert",
  } as const;

  async function answered(send: Agent["send"], mode: "agent" | "deliver" = "agent") {
    const told: string[] = [];
    const sent: SentWords[] = [];
    const agent: Agent = {
      start: async ({ idempotencyKey }) => {
        told.push(`start ${idempotencyKey}`);
        return idempotencyKey;
      },
      end: async () => done,
      recall: async () => "never started",
      send,
    };
    const turn = createTurn({
      client: { call: (async () => undefined) as never },
      agent,
      wordsOf: () => Promise.resolve({ ok: true, text: "Alert" }),
      begun: new Set(),
      hold: () => {},
      sendsReplyOf: (runId) => void told.push(`ours ${runId}`),
      sent: (message) => void sent.push(message),
    });
    const claim = { request: { ...request, job: { ...job, mode } }, restarted: false, merged: [] };
    const end = turn(claim as unknown as RunClaim, new AbortController().signal);
    return { end: await end.catch((error: unknown) => String(error)), told, sent };
  }

  it("is told with the channel's ids, and is known as ours before the run begins", async () => {
    const { told, sent } = await answered(async () => ["m1", "m2"]);
    expect(told).toEqual([`ours ${id}`, `start ${id}`]);
    expect(sent).toMatchObject([
      { channel: "telegram", to: "42", runId: id, words: "done", messageIds: ["m1", "m2"] },
    ]);
  });

  it("is not told when the channel refuses it: the request fails", async () => {
    const { end, sent } = await answered(() => Promise.reject(new Error("blocked")));
    expect(end).toBe("Error: blocked");
    expect(sent).toEqual([]);
  });

  it("has no run where no model wrote it", async () => {
    const { told, sent } = await answered(async () => [], "deliver");
    expect(told).toEqual([]);
    expect(sent).toMatchObject([{ words: "Alert", runId: undefined, messageIds: [] }]);
  });
});
