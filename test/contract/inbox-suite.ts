// What every Inbox must do, whatever it is made of.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type {
  Acceptance,
  Inbox,
  NewRequest,
  RequestFilter,
  RequestSearch,
  RunClaim,
  RunJob,
} from "../../src/engine/inbox/inbox.ts";
import { completed, joiningRequest, requestId, sampleRequest } from "../support/inbox-samples.ts";
import { noon } from "../support/store-samples.ts";

/** An inbox under test. `reopen` closes it and opens what is left, where something is left. */
export interface InboxHarness {
  inbox: Inbox;
  reopen?: () => Promise<Inbox>;
  dispose: () => Promise<void>;
  /** Of a shared one: what a request that was stored has beside what was put in. */
  instance?: string;
}

const leaseMs = 60_000;
const maxWaiting = 1000;
const stored: Acceptance = { kind: "stored" };

/** Registers the contract as tests of one implementation. */
export function describeInbox(name: string, open: () => Promise<InboxHarness>): void {
  describe(`the inbox contract, ${name}`, () => {
    let harness: InboxHarness;
    let inbox: Inbox;

    beforeEach(async () => {
      harness = await open();
      ({ inbox } = harness);
    });
    afterEach(() => harness.dispose());

    const accept = (...requests: NewRequest[]): Promise<Acceptance[]> =>
      inbox.accept(requests, maxWaiting);
    const claim = (now: number, limit = 10): Promise<RunClaim[]> =>
      inbox.claimRuns({ now, limit, leaseMs });
    const ids = (claims: readonly RunClaim[]): string[] => claims.map(({ request }) => request.id);
    const listed = async (filter: Partial<RequestFilter> = {}): Promise<string[]> =>
      (await inbox.listRequests({ limit: 100, ...filter })).map(({ id }) => id);
    const statusOf = async (number: number): Promise<string | undefined> =>
      (await inbox.findRequest(requestId(number)))?.status;

    describe("accept", () => {
      test("keeps which request a replay runs again", async () => {
        await inbox.accept([sampleRequest(1), sampleRequest(2, { replayOf: requestId(1) })], 10);
        expect(await inbox.findRequest(requestId(2))).toMatchObject({ replayOf: requestId(1) });
        expect(await inbox.findRequest(requestId(1))).not.toHaveProperty("replayOf");
      });

      test("gives back what was put in, down to every field", async () => {
        const request = sampleRequest(1, {
          query: { token: "***", ünï: "cödé" },
          verdicts: [
            { step: "authenticity", ok: true, detail: "github, sha256" },
            { step: "filter", ok: true },
          ],
          body: { text: '🚨 "quoted"\n\u0000', encoding: "utf8", bytes: 15 },
          dedupeKeys: ["id:1", "signature:ab"],
          job: {
            agentId: "ops",
            sessionKey: "agent:ops:hook",
            prompt: "🚨 look",
            timeoutMs: 1,
            deliver: { channel: "telegram", to: "42" },
            mode: "deliver",
            callbackEndpoint: "crm",
            hops: 2,
          },
        });
        expect(await accept(request)).toEqual([stored]);
        const { dedupeForMs: _, ...kept } = request;
        const { instance } = harness;
        expect(await inbox.findRequest(request.id)).toEqual({
          ...kept,
          updatedAt: noon,
          dueAt: noon,
          ...(instance !== undefined && { instance }),
        });
      });

      test("keeps requests that start nothing, and a body that is not text", async () => {
        const body = { text: "//4=", encoding: "base64", bytes: 2 } as const;
        const { job: _job, body: _body, ...bare } = sampleRequest(2, { status: "handshake" });
        await accept(sampleRequest(1, { status: "rejected", httpStatus: 401, body }), bare);
        await accept(sampleRequest(3, { status: "filtered" }));
        expect(await inbox.findRequest(requestId(1))).toMatchObject({ status: "rejected", body });
        expect(await inbox.findRequest(requestId(2))).not.toHaveProperty("body");
        expect(await inbox.findRequest(requestId(2))).not.toHaveProperty("job");
        expect(await inbox.findRequest(requestId(2))).not.toHaveProperty("dueAt");
        expect(await claim(noon)).toEqual([]);
        expect(await inbox.nextRunDue()).toBeUndefined();
      });

      test("answers an id that is stored again, and changes nothing", async () => {
        await accept(sampleRequest(1), sampleRequest(2, { dedupeKeys: ["body:1"] }));
        await claim(noon);
        expect(await accept(sampleRequest(1, { receivedAt: noon + 5 }))).toEqual([stored]);
        expect(await accept(sampleRequest(2, { dedupeKeys: ["body:1"] }))).toEqual([
          { kind: "duplicate", of: requestId(1), status: "running" },
        ]);
        expect(await listed()).toEqual([requestId(2), requestId(1)]);
        expect(await inbox.findRequest(requestId(1))).toMatchObject({ receivedAt: noon });
      });

      test("finds nothing where nothing is", async () => {
        expect(await inbox.findRequest("req_unknown")).toBeUndefined();
        expect(await listed()).toEqual([]);
        expect(await claim(noon)).toEqual([]);
        expect(await accept()).toEqual([]);
      });
    });

    describe("repeats", () => {
      test("a request with any name of an earlier one is its duplicate and never runs", async () => {
        await accept(sampleRequest(1, { dedupeKeys: ["id:a", "hash:b"] }));
        const answers = await accept(
          sampleRequest(2, { dedupeKeys: ["id:other", "hash:b"] }),
          sampleRequest(3, { dedupeKeys: ["id:a", "hash:other"] }),
        );
        const duplicate = { kind: "duplicate", of: requestId(1), status: "waiting" };
        expect(answers).toEqual([duplicate, duplicate]);
        expect(await inbox.findRequest(requestId(3))).toMatchObject({
          status: "duplicate",
          duplicateOf: requestId(1),
        });
        expect(ids(await claim(noon))).toEqual([requestId(1)]);
      });

      test("of two in one batch the second is the duplicate", async () => {
        const twins = [1, 2].map((number) => sampleRequest(number, { dedupeKeys: ["id:a"] }));
        expect(await accept(...twins)).toEqual([
          stored,
          { kind: "duplicate", of: requestId(1), status: "waiting" },
        ]);
      });

      test("a duplicate gives its own names to nobody", async () => {
        await accept(sampleRequest(1, { dedupeKeys: ["id:a"] }));
        await accept(sampleRequest(2, { dedupeKeys: ["id:a", "hash:b"] }));
        expect(await accept(sampleRequest(3, { dedupeKeys: ["hash:b"] }))).toEqual([stored]);
      });

      test("names belong to their route", async () => {
        await accept(sampleRequest(1, { dedupeKeys: ["id:a"] }));
        const other = sampleRequest(2, { dedupeKeys: ["id:a"], route: "deploy" });
        expect(await accept(other)).toEqual([stored]);
      });

      test("names are forgotten when their time is over", async () => {
        const named = (number: number, receivedAt: number): NewRequest =>
          sampleRequest(number, { dedupeKeys: ["id:a"], receivedAt });
        await accept(named(1, noon));
        expect(await accept(named(2, noon + 999))).toMatchObject([{ kind: "duplicate" }]);
        expect(await accept(named(3, noon + 1000))).toEqual([stored]);
        expect(await accept(named(4, noon + 1500))).toMatchObject([{ of: requestId(3) }]);
      });

      test("the caller of a duplicate hears how the first one stands", async () => {
        const again = (number: number): Promise<Acceptance[]> =>
          accept(sampleRequest(number, { dedupeKeys: ["body:1"] }));
        await accept(sampleRequest(1));
        await claim(noon);
        expect(await again(2)).toMatchObject([{ status: "running" }]);
        await inbox.settleRuns([completed(1, { status: "failed" })], noon);
        expect(await again(3)).toMatchObject([{ status: "failed" }]);
        await inbox.pruneRequests({ olderThan: noon + 1, maxRows: 9, stepRows: 9, now: noon });
        expect(await statusOf(1)).toBeUndefined();
        expect(await again(4)).toEqual([{ kind: "duplicate", of: requestId(1), status: "failed" }]);
      });

      test("a rejected request has no names, and no earlier one is held against it", async () => {
        const rejected = sampleRequest(1, { status: "rejected", dedupeKeys: ["id:a"] });
        await accept(rejected);
        expect(await accept(sampleRequest(2, { dedupeKeys: ["id:a"] }))).toEqual([stored]);
        expect(await accept({ ...rejected, id: requestId(3) })).toEqual([stored]);
        expect(await statusOf(3)).toBe("rejected");
      });

      test("one that found the line full has left no name behind", async () => {
        await accept(sampleRequest(1));
        expect(await inbox.accept([sampleRequest(2)], 1)).toMatchObject([{ kind: "full" }]);
        expect(await inbox.accept([sampleRequest(2)], 2)).toEqual([stored]);
      });
    });

    describe("the waiting line", () => {
      test("is bounded per route, also within one batch, and stores nothing beyond it", async () => {
        const requests = [1, 2, 3].map((number) => sampleRequest(number));
        const elsewhere = sampleRequest(4, { route: "deploy" });
        expect(await inbox.accept([...requests, elsewhere], 2)).toEqual([
          stored,
          stored,
          { kind: "full", waiting: 2 },
          stored,
        ]);
        expect(await statusOf(3)).toBeUndefined();
      });

      test("has room again for what was claimed, and none for what was given back", async () => {
        await inbox.accept([sampleRequest(1), sampleRequest(2)], 2);
        await claim(noon, 1);
        expect(await inbox.accept([sampleRequest(3)], 2)).toEqual([stored]);
        await inbox.settleRuns([completed(1, { status: "waiting" })], noon);
        expect(await inbox.accept([sampleRequest(4)], 3)).toEqual([{ kind: "full", waiting: 3 }]);
        await inbox.settleRuns([completed(1)], noon);
        expect(await inbox.accept([sampleRequest(4)], 3)).toEqual([stored]);
      });

      test("does not keep out what joins another, nor what starts nothing", async () => {
        await inbox.accept([joiningRequest(1)], 1);
        expect(await inbox.accept([joiningRequest(2)], 1)).toEqual([stored]);
        const other = joiningRequest(3, {
          coalesce: { key: "host-2", windowMs: 1, maxWaitMs: 1, keep: "all" },
        });
        expect(await inbox.accept([other], 1)).toEqual([{ kind: "full", waiting: 1 }]);
        const filtered = sampleRequest(4, { status: "filtered" });
        expect(await inbox.accept([filtered], 1)).toEqual([stored]);
      });
    });

    describe("a request with items", () => {
      const items = [sampleRequest(2), sampleRequest(3, { dedupeKeys: ["alert:1"] })];
      const batch = (number: number, rest: Partial<NewRequest> = {}): NewRequest =>
        sampleRequest(number, { items, ...rest });

      test("is stored with them, and they are due behind it in their order", async () => {
        expect(await accept(batch(1))).toEqual([stored]);
        expect(ids(await claim(noon))).toEqual([1, 2, 3].map(requestId));
        expect(await inbox.findRequest(requestId(1))).not.toHaveProperty("items");
      });

      test("brings none of them when it is a repeat, and a known one is a duplicate by itself", async () => {
        await accept(batch(1), batch(4, { dedupeKeys: ["body:1"], items: [sampleRequest(5)] }));
        await accept(batch(6, { items: [sampleRequest(7, { dedupeKeys: ["alert:1"] })] }));
        expect(await statusOf(5)).toBeUndefined();
        expect(await inbox.findRequest(requestId(7))).toMatchObject({
          status: "duplicate",
          duplicateOf: requestId(3),
        });
      });

      test("has room where all of them have, or where nothing waits", async () => {
        expect(await inbox.accept([batch(1)], 1)).toEqual([stored]);
        const more = batch(4, { items: [sampleRequest(5), sampleRequest(6)] });
        expect(await inbox.accept([more], 5)).toEqual([{ kind: "full", waiting: 3 }]);
        expect(await inbox.accept([more], 6)).toEqual([stored]);
      });
    });

    describe("coalesce", () => {
      const arrive = (number: number, afterMs: number): Promise<Acceptance[]> =>
        accept(joiningRequest(number, { receivedAt: noon + afterMs }));

      test("the window starts again with each arrival, but ends by the longest wait", async () => {
        await arrive(1, 0);
        expect(await inbox.nextRunDue()).toBe(noon + 100);
        await arrive(2, 90);
        expect(await inbox.nextRunDue()).toBe(noon + 190);
        await arrive(3, 180);
        expect(await inbox.nextRunDue()).toBe(noon + 250);
        await arrive(4, 249);
        expect(await inbox.nextRunDue()).toBe(noon + 250);
        expect(await claim(noon + 249)).toEqual([]);
        expect(ids(await claim(noon + 250))).toEqual([requestId(4)]);
      });

      test("one run carries all, oldest first, and all point to it", async () => {
        for (const number of [1, 2, 3]) await arrive(number, number);
        const [run] = await claim(noon + 250);
        expect(run?.request).toMatchObject({ id: requestId(3), job: { prompt: "Alert 3" } });
        expect(run?.merged).toMatchObject(
          [1, 2].map((number) => ({
            id: requestId(number),
            status: "merged",
            mergedInto: requestId(3),
            job: { prompt: `Alert ${number}` },
            body: { text: `{"n":${number}}` },
          })),
        );
        expect(await listed({ status: ["merged"] })).toEqual([requestId(2), requestId(1)]);
        expect((await inbox.findRequest(requestId(1)))?.mergedInto).toBe(requestId(3));
        expect(await inbox.findRequest(requestId(1))).not.toHaveProperty("dueAt");
      });

      test("joins within one batch", async () => {
        await accept(joiningRequest(1), joiningRequest(2), joiningRequest(3));
        const [run, ...rest] = await claim(noon + 250);
        expect(run?.merged.map(({ id }) => id)).toEqual([requestId(1), requestId(2)]);
        expect(rest).toEqual([]);
      });

      test("joins nothing of another key or another route", async () => {
        await accept(
          joiningRequest(1),
          joiningRequest(2, { route: "deploy" }),
          joiningRequest(3, {
            coalesce: { key: "host-2", windowMs: 100, maxWaitMs: 250, keep: "all" },
          }),
        );
        expect(ids(await claim(noon + 250))).toEqual([1, 2, 3].map(requestId));
      });

      test("joins nothing whose run has begun, also when it was given back or released", async () => {
        await arrive(1, 0);
        await claim(noon + 100);
        await arrive(2, 101);
        expect(await statusOf(1)).toBe("running");
        await inbox.settleRuns([completed(1, { status: "waiting" })], noon + 102);
        await claim(noon + 201);
        await inbox.releaseRuns(noon + 202);
        await arrive(3, 203);
        expect(await listed({ status: ["waiting"] })).toEqual([3, 2, 1].map(requestId));
      });

      test("a repeat of a merged request hears so, and merges nothing", async () => {
        await arrive(1, 0);
        await arrive(2, 1);
        expect(await accept(joiningRequest(3, { dedupeKeys: ["body:1"] }))).toEqual([
          { kind: "duplicate", of: requestId(1), status: "merged" },
        ]);
        expect(await statusOf(2)).toBe("waiting");
      });

      test("what was merged comes again with a run that is taken over", async () => {
        await arrive(1, 0);
        await arrive(2, 1);
        await claim(noon + 250);
        await inbox.releaseRuns(noon + 300);
        expect(await claim(noon + 300)).toMatchObject([
          { restarted: true, merged: [{ id: requestId(1) }] },
        ]);
      });

      test("a run that keeps all never grows beyond a hundred: then another one begins", async () => {
        const numbers = Array.from({ length: 101 }, (_, index) => index + 1);
        await accept(...numbers.map((number) => joiningRequest(number)));
        const runs = await claim(noon + 250);
        expect(runs.map(({ merged }) => merged.length)).toEqual([99, 0]);
        expect(ids(runs)).toEqual([requestId(100), requestId(101)]);
      });

      test("a run that keeps the latest stays one run and shows the newest of the others", async () => {
        const coalesce = { key: "k", windowMs: 10, maxWaitMs: 10, keep: "latest" } as const;
        const numbers = Array.from({ length: 150 }, (_, index) => index + 1);
        await accept(...numbers.map((number) => joiningRequest(number, { coalesce })));
        const [run, ...rest] = await claim(noon + 250);
        expect(rest).toEqual([]);
        expect(run?.request.id).toBe(requestId(150));
        expect(run?.merged.map(({ id }) => id)).toEqual(numbers.slice(50, 149).map(requestId));
      });
    });

    describe("runs", () => {
      test("are given oldest due first, up to the limit, and then run", async () => {
        for (const [number, afterMs] of [
          [1, 30],
          [2, 10],
          [3, 20],
        ] as const) {
          await accept(sampleRequest(number, { receivedAt: noon + afterMs }));
        }
        expect(await inbox.nextRunDue()).toBe(noon + 10);
        expect(ids(await claim(noon + 15))).toEqual([requestId(2)]);
        expect(await claim(noon + 100, 0)).toEqual([]);
        expect(await claim(noon + 100, 1)).toMatchObject([
          { request: { id: requestId(3), status: "running", updatedAt: noon + 100 } },
        ]);
        expect(await statusOf(3)).toBe("running");
        expect(await inbox.findRequest(requestId(3))).not.toHaveProperty("dueAt");
      });

      test("are leased to one, and taken over as restarted once the lease is over", async () => {
        await accept(sampleRequest(1));
        expect(await claim(noon)).toMatchObject([{ restarted: false }]);
        expect(await inbox.nextRunDue()).toBe(noon + leaseMs);
        expect(await claim(noon + leaseMs - 1)).toEqual([]);
        expect(await claim(noon + leaseMs)).toMatchObject([{ restarted: true }]);
      });

      test("of a process that is gone are due at once, as restarted", async () => {
        await accept(sampleRequest(1), sampleRequest(2), sampleRequest(3));
        await claim(noon, 2);
        await inbox.noteRun(requestId(1), "run-1", noon);
        expect(await inbox.releaseRuns(noon + 5)).toBe(2);
        expect(await inbox.releaseRuns(noon + 5)).toBe(0);
        expect(await inbox.findRequest(requestId(1))).toMatchObject({
          status: "waiting",
          dueAt: noon + 5,
          runId: "run-1",
        });
        const runs = await claim(noon + 5);
        expect(runs.map(({ request, restarted }) => [request.id, restarted])).toEqual([
          [requestId(3), false],
          [requestId(1), true],
          [requestId(2), true],
        ]);
      });

      test("leave their session held to the tools of the last one that began", async () => {
        const job = (tools?: RunJob["tools"]): RunJob => ({
          agentId: "a",
          sessionKey: "agent:a:webhook:r",
          prompt: "p",
          timeoutMs: 1,
          mode: "agent",
          hops: 0,
          ...(tools && { tools }),
        });
        const of = (): Promise<RunJob["tools"]> => inbox.sessionLimits("agent:a:webhook:r");
        await accept(
          sampleRequest(1, { job: job({ allow: [] }) }),
          sampleRequest(2, { job: job() }),
          sampleRequest(3, { job: job({ deny: ["exec"] }) }),
        );
        await claim(noon);
        expect(await of()).toBeUndefined();
        await inbox.noteRun(requestId(1), "run-1", noon);
        expect(await of()).toEqual({ allow: [] });
        await inbox.noteRun(requestId(2), "run-2", noon);
        expect(await of()).toEqual({});
        await inbox.noteRun(requestId(3), "run-3", noon);
        expect(await of()).toEqual({ deny: ["exec"] });
        await inbox.settleRuns([completed(1), completed(2), completed(3)], noon + 1);
        expect(await of()).toEqual({ deny: ["exec"] });
        await inbox.noteRun(requestId(1), "late", noon);
        expect(await of()).toEqual({ deny: ["exec"] });
      });

      test("have their prompt from a reader, and keep it when their process is gone", async () => {
        const read = {
          agentId: "reader",
          message: "sent",
          schema: { type: "object" },
          template: "{{fields.a}}",
          timeoutMs: 1000,
        };
        const job: RunJob = {
          agentId: "a",
          sessionKey: "agent:a:webhook:r",
          prompt: "",
          timeoutMs: 1,
          mode: "read",
          read,
          hops: 0,
        };
        const before = [{ step: "prompt", ok: true } as const];
        await accept(sampleRequest(1, { job, verdicts: before }), sampleRequest(2, { job }));
        await claim(noon, 1);
        const verdict = { step: "reading", ok: true, detail: 'it\'s "read"' } as const;
        await inbox.noteReading(requestId(1), {
          prompt: "first",
          verdict: { ...verdict, ok: false },
        });
        await inbox.noteReading(requestId(1), { prompt: 'it\'s "so" 🎉', verdict });
        await inbox.noteReading(requestId(9), { prompt: "nobody", verdict });
        await inbox.releaseRuns(noon + 1);
        const claims = await claim(noon + 1, 2);
        const of = (id: string) => claims.find(({ request }) => request.id === id)?.request;
        expect(of(requestId(1))).toMatchObject({
          job: { ...job, prompt: 'it\'s "so" 🎉' },
          verdicts: [...before, verdict],
        });
        expect(of(requestId(2))?.job).toEqual(job);
        await inbox.settleRuns([completed(1)], noon + 2);
        await inbox.noteReading(requestId(1), { prompt: "late", verdict });
        expect((await inbox.findRequest(requestId(1)))?.job?.prompt).toBe('it\'s "so" 🎉');
      });

      test("end once, with all that is known of them", async () => {
        await accept(sampleRequest(1));
        await claim(noon);
        await inbox.noteRun(requestId(1), "run-1", noon);
        await inbox.settleRuns(
          [
            completed(1, {
              reply: "Done 🎉",
              durationMs: 12.5,
              verdicts: [{ step: "run", ok: true }],
            }),
            completed(9),
          ],
          noon + 7,
        );
        await inbox.settleRuns([completed(1, { status: "failed", error: "late" })], noon + 9);
        await inbox.noteRun(requestId(1), "run-2", noon);
        const ended = await inbox.findRequest(requestId(1));
        expect(ended).toMatchObject({
          status: "completed",
          updatedAt: noon + 7,
          runId: "run-1",
          reply: "Done 🎉",
          durationMs: 12.5,
          verdicts: [
            { step: "authenticity", ok: true },
            { step: "run", ok: true },
          ],
        });
        expect(ended).not.toHaveProperty("error");
        expect(await inbox.nextRunDue()).toBeUndefined();
        expect(await inbox.releaseRuns(noon)).toBe(0);
      });

      test("that are given back wait until they are due, and a verdict of theirs stands once", async () => {
        await accept(sampleRequest(1));
        const busy = { step: "run", ok: false, detail: "the host is busy" } as const;
        for (const round of [1, 2]) {
          await claim(noon + round * 100);
          await inbox.settleRuns(
            [
              completed(1, {
                status: "waiting",
                dueAt: noon + round * 100 + 100,
                verdicts: [busy],
              }),
            ],
            noon + round * 100,
          );
        }
        expect(await inbox.findRequest(requestId(1))).toMatchObject({
          status: "waiting",
          dueAt: noon + 300,
          verdicts: [{ step: "authenticity" }, busy],
        });
        expect(await claim(noon + 299)).toEqual([]);
        expect(await claim(noon + 300)).toMatchObject([{ restarted: false }]);
      });

      test("that are given back with a run id may have begun", async () => {
        await accept(sampleRequest(1));
        await claim(noon);
        await inbox.settleRuns([completed(1, { status: "waiting", runId: "run-1" })], noon);
        expect(await claim(noon)).toMatchObject([{ restarted: true, request: { runId: "run-1" } }]);
      });

      test("can end after their lease was released", async () => {
        await accept(sampleRequest(1));
        await claim(noon);
        await inbox.releaseRuns(noon + 1);
        await inbox.settleRuns([completed(1)], noon + 2);
        expect(await claim(noon + 3)).toEqual([]);
        expect(await statusOf(1)).toBe("completed");
      });
    });

    describe("list", () => {
      beforeEach(async () => {
        await accept(sampleRequest(1), sampleRequest(2, { status: "filtered" }));
        await accept(
          sampleRequest(3, { route: "deploy", receivedAt: noon + 10 }),
          sampleRequest(4, { status: "rejected", route: "deploy", receivedAt: noon + 20 }),
          sampleRequest(5, { receivedAt: noon + 30 }),
        );
      });

      test.each<[string, Partial<RequestFilter>, number[]]>([
        ["everything, newest first", {}, [5, 4, 3, 2, 1]],
        ["a page", { limit: 2 }, [5, 4]],
        ["the next page", { limit: 2, before: requestId(4) }, [3, 2]],
        ["a page after one that is gone", { before: "req_00000003x" }, [3, 2, 1]],
        ["what is before everything", { before: "req_" }, []],
        ["a status", { status: ["waiting"] }, [5, 3, 1]],
        ["statuses", { status: ["rejected", "waiting"], limit: 3 }, [5, 4, 3]],
        ["a route", { route: "alert" }, [5, 2, 1]],
        ["a route and a status", { route: "deploy", status: ["rejected"] }, [4]],
        ["a route that is unknown", { route: "nowhere" }, []],
        ["since a time", { since: noon + 10 }, [5, 4, 3]],
        ["until a time", { until: noon + 10 }, [2, 1]],
        ["all of it", { since: noon + 1, route: "alert", status: ["waiting"], limit: 9 }, [5]],
      ])("finds %s", async (_name, filter, numbers) => {
        expect(await listed(filter)).toEqual(numbers.map(requestId));
      });

      test.each<[string, Partial<RequestSearch>, number[]]>([
        ["an agent", { agent: "ops" }, [7]],
        ["an agent within a route", { agent: "ops", route: "deploy" }, []],
        ["a session, in any case", { text: "OPS:telegram" }, [7]],
        ["a route", { text: "deplo" }, [4, 3]],
        ["what a step decided", { text: "no such branch" }, [7]],
        ["an id", { text: requestId(2) }, [2]],
        ["what was only said", { text: "needle" }, []],
      ])("searches for %s", async (_name, filter, numbers) => {
        const { job } = sampleRequest(7);
        const told = { agentId: "ops", sessionKey: "agent:ops:telegram:1", prompt: "needle" };
        await accept(
          sampleRequest(7, {
            verdicts: [{ step: "filter", ok: true, detail: "No such branch" }],
            body: { text: "needle", encoding: "utf8", bytes: 6 },
            ...(job && { job: { ...job, ...told } }),
          }),
        );
        const found = await inbox.searchRequests({ limit: 100, ...filter });
        expect(found.requests.map(({ id }) => id)).toEqual(numbers.map(requestId));
        expect(found).not.toHaveProperty("cursor");
      });

      test("a search goes on where it ended", async () => {
        const first = await inbox.searchRequests({ limit: 1, text: "deploy" });
        expect(first).toMatchObject({
          requests: [{ id: requestId(4) }],
          cursor: requestId(4),
          backTo: expect.any(Number),
        });
        const rest = { limit: 9, text: "deploy", before: requestId(4) };
        expect(await inbox.searchRequests(rest)).toMatchObject({
          requests: [{ id: requestId(3) }],
          scanned: 3,
        });
      });

      test("leaves out what can be large", async () => {
        const [first] = await inbox.listRequests({ limit: 1 });
        expect(first).toMatchObject({ id: requestId(5), headers: {}, verdicts: [{}] });
        expect(first).not.toHaveProperty("body");
        expect(first).not.toHaveProperty("job");
      });
    });

    describe("refused requests", () => {
      const all = { olderThan: 0, maxRows: 1000, stepRows: 100, now: noon };
      const text = "x".repeat(10_000);
      const body = { text, encoding: "utf8", bytes: text.length } as const;
      const refusedOne = (number: number, rest: Partial<NewRequest> = {}): NewRequest =>
        sampleRequest(number, { status: "rejected", refused: "unproven", body, ...rest });
      const refuse = (requests: NewRequest[], maxRejectedBytes: number): Promise<Acceptance[]> =>
        inbox.accept(requests, maxWaiting, maxRejectedBytes);
      const upTo = (count: number): number[] =>
        Array.from({ length: count }, (_, index) => index + 1);

      test("take half of the bound, and the oldest go as soon as another comes", async () => {
        for (const number of upTo(9)) await refuse([refusedOne(number)], 60_000);
        expect(await listed()).toEqual([9, 8].map(requestId));
        await refuse(
          upTo(9).map((number) => refusedOne(number + 10)),
          60_000,
        );
        expect(await listed()).toEqual([19, 18].map(requestId));
      });

      test("count with all that is kept of them, whatever the route", async () => {
        const headers = { "x-long": text };
        const bare = { body: undefined };
        await refuse([refusedOne(1, { ...bare, headers, route: "a" })], 60_000);
        await refuse([refusedOne(2, { ...bare, query: headers, route: "b" })], 60_000);
        const verdicts = [{ step: "authenticity", ok: false, detail: text }] as const;
        await refuse([refusedOne(3, { ...bare, verdicts, route: "c" })], 60_000);
        expect(await listed()).toEqual([3, 2].map(requestId));
      });

      test("of strangers drive nothing out that a proven sender caused", async () => {
        await refuse([refusedOne(1, { refused: "proven" })], 60_000);
        await refuse(
          upTo(9).map((number) => refusedOne(number + 10)),
          60_000,
        );
        expect(await listed()).toEqual([19, 18, 1].map(requestId));
      });

      test("of proven senders are bounded too", async () => {
        const proven = upTo(9).map((number) => refusedOne(number, { refused: "proven" }));
        await refuse(proven, 60_000);
        expect(await listed()).toEqual([9, 8].map(requestId));
      });

      test("leave alone what was accepted and what ran", async () => {
        await accept(sampleRequest(1), sampleRequest(2, { status: "filtered" }));
        await refuse(
          upTo(9).map((number) => refusedOne(number + 10)),
          60_000,
        );
        expect(await listed()).toEqual([19, 18, 2, 1].map(requestId));
      });

      test("give their bytes back when they are deleted for their age", async () => {
        await refuse([refusedOne(1), refusedOne(2)], 60_000);
        await inbox.pruneRequests({ ...all, olderThan: noon + 1 });
        await refuse([refusedOne(3), refusedOne(4)], 60_000);
        expect(await listed()).toEqual([4, 3].map(requestId));
      });

      test("shrink in steps after the bound was lowered", async () => {
        await refuse(
          upTo(6).map((number) => refusedOne(number)),
          1_000_000,
        );
        const step = () => inbox.pruneRequests({ ...all, stepRows: 3, maxRejectedBytes: 60_000 });
        expect(await step()).toEqual({ deleted: 3, done: false });
        expect(await step()).toEqual({ deleted: 1, done: true });
        expect(await listed()).toEqual([6, 5].map(requestId));
      });

      test("that answered a handshake count as well, and have no names", async () => {
        const greeting = { status: "handshake", dedupeKeys: ["id:a"] } as const;
        await refuse(
          upTo(9).map((number) => refusedOne(number, greeting)),
          60_000,
        );
        expect(await listed()).toEqual([9, 8].map(requestId));
      });

      test("may keep a hash in place of the body", async () => {
        const bodyHash = { sha256: "ab".repeat(32), bytes: 65_536 };
        await refuse([refusedOne(1, { body: undefined, bodyHash })], 60_000);
        const found = await inbox.findRequest(requestId(1));
        expect([found?.body, found?.bodyHash]).toEqual([undefined, bodyHash]);
      });
    });

    describe("prune", () => {
      const everything = { olderThan: noon + 10_000, maxRows: 0, stepRows: 100, now: noon };

      test("keeps what waits, what runs, and what was merged into either", async () => {
        await accept(sampleRequest(1), joiningRequest(2), joiningRequest(3));
        await claim(noon);
        expect(await inbox.pruneRequests(everything)).toEqual({ deleted: 0, done: true });
        expect(await claim(noon + 250)).toMatchObject([{ merged: [{ id: requestId(2) }] }]);
      });

      test("deletes what ended before a time, merged ones with their head", async () => {
        await accept(joiningRequest(1), joiningRequest(2), sampleRequest(3));
        await claim(noon + 250);
        await inbox.settleRuns([completed(2)], noon + 10);
        await inbox.settleRuns([completed(3)], noon + 20);
        const prune = (olderThan: number) =>
          inbox.pruneRequests({ olderThan, maxRows: 100, stepRows: 100, now: noon });
        expect(await prune(noon + 10)).toEqual({ deleted: 0, done: true });
        expect(await prune(noon + 11)).toEqual({ deleted: 2, done: true });
        expect(await listed()).toEqual([requestId(3)]);
      });

      test("beyond the bound, what ran goes last", async () => {
        await accept(sampleRequest(1), sampleRequest(2), sampleRequest(3));
        await claim(noon, 2);
        await inbox.settleRuns([completed(1), completed(2, { status: "failed" })], noon);
        await accept(
          sampleRequest(4, { status: "rejected" }),
          sampleRequest(5, { dedupeKeys: ["body:1"] }),
          sampleRequest(6, { status: "filtered" }),
        );
        const shrink = async (maxRows: number): Promise<string[]> => {
          await inbox.pruneRequests({ olderThan: 0, maxRows, stepRows: 100, now: noon });
          return listed();
        };
        expect(await shrink(5)).toHaveLength(6);
        expect(await shrink(4)).toEqual([6, 5, 3, 2, 1].map(requestId));
        expect(await shrink(2)).toEqual([3, 2, 1].map(requestId));
        expect(await shrink(1)).toEqual([3, 2].map(requestId));
        expect(await shrink(0)).toEqual([requestId(3)]);
      });

      test("where there is no room as many more go, and the oldest that has ended is told", async () => {
        expect(await inbox.oldestEnded()).toBeUndefined();
        await accept(sampleRequest(1), sampleRequest(2));
        await claim(noon, 1);
        await inbox.settleRuns([completed(1)], noon + 5);
        expect(await inbox.oldestEnded()).toBe(noon + 5);
        await accept(sampleRequest(3, { status: "filtered", receivedAt: noon + 9 }));
        expect(await inbox.oldestEnded()).toBe(noon + 5);
        const step = () =>
          inbox.pruneRequests({
            olderThan: 0,
            maxRows: 100,
            stepRows: 10,
            now: noon,
            extraRows: 1,
          });
        await step();
        expect(await listed()).toEqual([2, 1].map(requestId));
        await step();
        await step();
        expect(await listed()).toEqual([requestId(2)]);
      });

      test("works in short steps until it is done, heads after what was merged into them", async () => {
        const numbers = Array.from({ length: 7 }, (_, index) => index + 1);
        await accept(...numbers.map((number) => joiningRequest(number)));
        await claim(noon + 250);
        await inbox.settleRuns([completed(7)], noon);
        const step = () => inbox.pruneRequests({ ...everything, stepRows: 3 });
        expect(await step()).toEqual({ deleted: 3, done: false });
        expect(await statusOf(7)).toBe("completed");
        expect(await inbox.findRequest(requestId(5))).toMatchObject({ mergedInto: requestId(7) });
        expect(await step()).toEqual({ deleted: 3, done: false });
        expect(await step()).toEqual({ deleted: 1, done: true });
      });

      test("forgets names whose time is over, in steps", async () => {
        await accept(sampleRequest(1), sampleRequest(2), sampleRequest(3));
        const step = (now: number) =>
          inbox.pruneRequests({ olderThan: 0, maxRows: 100, stepRows: 2, now });
        expect(await step(noon + 999)).toEqual({ deleted: 0, done: true });
        expect(await step(noon + 1000)).toEqual({ deleted: 0, done: false });
        expect(await step(noon + 1000)).toEqual({ deleted: 0, done: true });
      });
    });

    test("everything is there after it was closed and opened again", async ({ skip }) => {
      if (harness.reopen === undefined) return skip("nothing outlives the process");
      await accept(sampleRequest(1), joiningRequest(2), joiningRequest(3));
      await claim(noon, 1);
      inbox = await harness.reopen();
      expect(await inbox.releaseRuns(noon)).toBe(1);
      expect(await inbox.accept([sampleRequest(4)], 2)).toEqual([{ kind: "full", waiting: 2 }]);
      expect(await accept(sampleRequest(4, { dedupeKeys: ["body:1"] }))).toMatchObject([
        { of: requestId(1) },
      ]);
      expect(await accept(joiningRequest(5))).toEqual([stored]);
      const runs = await claim(noon + 250);
      expect(
        runs.map(({ request, restarted, merged }) => [request.id, restarted, merged.length]),
      ).toEqual([
        [requestId(1), true, 0],
        [requestId(5), false, 2],
      ]);
      expect(await listed()).toEqual([5, 4, 3, 2, 1].map(requestId));
      return undefined;
    });
  });
}
