// A request is read at most twice, what was read is in the log before the agent is told, and is not read again.
import { describe, expect, it } from "vitest";
import type { RunJob, StoredRequest } from "../../../src/engine/inbox/inbox.ts";
import { createReader, type Complete } from "../../../src/host/inbound/run/reader.ts";
import { requestId, sampleRequest } from "../../support/inbox-samples.ts";
import { openMemoryInbox } from "../../support/memory-inbox.ts";

const id = requestId(1);
const job: RunJob = {
  agentId: "acting",
  sessionKey: "agent:acting:webhook:r",
  prompt: "",
  timeoutMs: 60_000,
  mode: "read",
  hops: 0,
  read: {
    agentId: "reader",
    message: "what was sent",
    instructions: "Tickets.",
    schema: { type: "object", required: ["n"], properties: { n: { type: "integer" } } },
    template: "Do {{fields.n}}.",
    timeoutMs: 5000,
  },
};

/** `answers`: an error is thrown. `refuse`: so often the log cannot be written. `stops`: the plugin, during the first answer. */
async function stage(
  answers: readonly (string | Error)[],
  { refuse = 0, given = job, stops = false } = {},
) {
  const inbox = openMemoryInbox();
  await inbox.accept([sampleRequest(1, { job: given })], 10);
  await inbox.claimRuns({ now: Date.now(), limit: 1, leaseMs: 1000 });
  const stopping = new AbortController();
  const asked: Parameters<Complete>[0][] = [];
  let refusals = refuse;
  let clock = 0;
  const read = createReader({
    complete: async (question) => {
      const answer = answers[asked.push(question) - 1] ?? "nothing more";
      clock += 40;
      if (stops) stopping.abort();
      if (answer instanceof Error) throw answer;
      return { text: answer };
    },
    client: {
      call: (async (method: "noteReading", args: Parameters<typeof inbox.noteReading>) => {
        if (refusals > 0) {
          refusals -= 1;
          throw new Error("the log cannot be written");
        }
        return inbox[method](...args);
      }) as never,
    },
    wrap: (content) => content,
    now: () => clock,
  });
  const stored = async (): Promise<StoredRequest> => (await inbox.findRequest(id)) as StoredRequest;
  const request = await stored();
  return { stored, asked, words: read(request, given, stopping.signal) };
}

const ok = '{"n":7}';

describe("a request that is read first", () => {
  it("is asked of the reader's agent, with our words apart from what was sent", async () => {
    const { asked, words, stored } = await stage([ok]);
    expect(await words).toEqual({ ok: true, text: "Do 7." });
    const [question, ...more] = asked;
    expect(more).toEqual([]);
    expect(question).toMatchObject({
      agentId: "reader",
      message: "what was sent",
      timeoutMs: 5000,
    });
    expect(question?.extraSystemPrompt).toMatch(/\n\nTickets\.\n\nJSON Schema:\n\{"type":"object"/);
    const detail = 'agent "reader" made 1 fields of 13 characters in 40 ms';
    const { job: kept, verdicts } = await stored();
    expect(kept).toEqual({ ...job, prompt: "Do 7." });
    expect(verdicts.filter(({ step }) => step === "reading")).toEqual([
      { step: "reading", ok: true, detail },
    ]);
  });

  it("is asked once more after a wrong answer, which the reader is told of", async () => {
    const { asked, words, stored } = await stage(['{"n":"canary"}', ok]);
    expect(await words).toEqual({ ok: true, text: "Do 7." });
    expect(asked.map(({ message }) => message)).toEqual([
      "what was sent",
      "what was sent\n\nThe last answer did not fit: fields.n expected a whole number, found a string. Answer once more, with the JSON object alone.",
    ]);
    const { verdicts } = await stored();
    expect(verdicts.at(-1)?.detail).toMatch(
      / in 80 ms, at the second try \(the answer did not fit: fields\.n expected/,
    );
  });

  it("is asked once more when there was no answer, in the same words", async () => {
    const { asked, words } = await stage([new Error("overloaded"), ok]);
    expect(await words).toMatchObject({ ok: true });
    expect(asked.map(({ message }) => message)).toEqual(["what was sent", "what was sent"]);
  });

  it.each([
    [
      "wrong answers",
      ["x", '{"n":1,"canary":2}'],
      "the answer did not fit: it has a field that the schema does not name",
    ],
    ["no answers", [new Error("a"), new Error("b".repeat(400))], `no answer: ${"b".repeat(300)}`],
  ])("fails after two: %s", async (_what, answers, reason) => {
    const { asked, words, stored } = await stage(answers);
    expect(await words).toEqual({
      ok: false,
      error: `the reader, agent "reader": ${reason}`,
      verdicts: [{ step: "reading", ok: false, detail: reason }],
    });
    expect(asked).toHaveLength(2);
    expect((await stored()).job?.prompt).toBe("");
  });

  it("is not read again when an earlier process has stored what was read", async () => {
    const { asked, words } = await stage([], { given: { ...job, prompt: "Do 5." } });
    expect(await words).toEqual({ ok: true, text: "Do 5." });
    expect(asked).toEqual([]);
  });

  it("is told to its agent only when it is in the log", async () => {
    const { words, stored, asked } = await stage([ok], { refuse: 1 });
    expect(await words).toEqual({ ok: true, text: "Do 7." });
    expect((await stored()).job?.prompt).toBe("Do 7.");
    expect(asked).toHaveLength(1);
  });

  it("is asked no second time once the plugin stops", async () => {
    const { words, asked, stored } = await stage(["x", ok], { stops: true });
    expect(await words).toMatchObject({ ok: false });
    expect(asked).toHaveLength(1);
    expect((await stored()).job?.prompt).toBe("");
  });
});
