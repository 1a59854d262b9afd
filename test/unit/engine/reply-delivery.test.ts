import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../../src/config/settings.ts";
import type { Answer } from "../../../src/engine/attempt/outgoing.ts";
import { replyEndpoint } from "../../../src/config/route/reply-endpoint.ts";
import { createSeal, newSealKey } from "../../../src/engine/inbox/seal.ts";
import { DISCORD_ANSWER, SLACK_ANSWER } from "../../../src/inbound/answer/conversations.ts";
import type { SenderAnswer } from "../../../src/inbound/answer/sender-answer.ts";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";
import { startInlineEngine, type InlineEngine } from "../../support/inline-engine.ts";
import { routeWith } from "../../support/routes.ts";

const address = "https://hooks.slack.com/commands/T0001/1234/abcDEF";
const AT = Date.UTC(2026, 2, 14, 10, 30);

function endpoint(changes: Partial<Endpoint> = {}, { later } = SLACK_ANSWER): Endpoint {
  if (later === undefined) throw new Error("no plan");
  return { ...replyEndpoint(routeWith({ name: "ask" }), later), ...changes };
}

/** The end of a run whose request brought `to`, told to two endpoints. */
async function told(
  options: {
    to?: string;
    answers?: Answer[];
    changes?: Partial<Endpoint>;
    hears?: string;
    answer?: SenderAnswer;
    text?: string;
  } = {},
): Promise<InlineEngine> {
  const { answers = [reply(200)], text = "<!channel> all & well" } = options;
  const inline = await startInlineEngine({
    endpoints: [endpoint(options.changes, options.answer), endpointOf({ name: "crm", events: [] })],
    script: (_request, index) => answers[Math.min(index, answers.length - 1)],
  });
  const { engine, clock } = inline;
  clock.jump(AT - clock.now());
  const replyTo = { endpoint: "reply:ask", address: options.to ?? address };
  const base = sampleRequest(1);
  const job = base.job && { ...base.job, replyTo };
  await Promise.all([engine.accept([{ ...base, receivedAt: AT, job }], 10), clock.settle()]);
  const type = "inbound.completed";
  const data = { request: { id: base.id, route: "ask" }, reply: text };
  const id = base.id.replace("req_", "evt_");
  const json = JSON.stringify({ id, type, timestamp: "", instanceId: "n", data });
  const event = eventOf({ id, type, at: AT, json, replyEndpoint: options.hears ?? "reply:ask" });
  await Promise.all([engine.capture([event]), clock.settle()]);
  await clock.advance(100);
  return inline;
}

describe("a reply to the sender of a request", () => {
  it("goes to the address that the request brought, once, and mentions nobody", async () => {
    const { transport, deliveries } = await told();
    expect(transport.sent.map(({ request }) => [request.method, request.url])).toEqual([
      ["POST", address],
    ]);
    expect(JSON.parse(String(transport.sent[0]?.request.body))).toEqual({
      response_type: "ephemeral",
      replace_original: false,
      text: "&lt;!channel&gt; all &amp; well",
    });
    expect((await deliveries()).map(({ endpoint: name, status }) => [name, status])).toEqual([
      ["reply:ask", "delivered"],
    ]);
  });

  it("is kept nowhere in the clear: not in the store, not in the log of an echo", async () => {
    const echo: Answer = { ...reply(404), body: `no ${address} here` } as Answer;
    const { inbox, engine, deliveries } = await told({ answers: [echo] });
    const stored = await inbox.findRequest("req_00000001");
    expect(stored?.job?.replyTo?.endpoint).toBe("reply:ask");
    const [delivery] = await deliveries();
    const shown = await engine.show(delivery?.id ?? "");
    expect(delivery).toMatchObject({ status: "failed", httpStatus: 404 });
    expect(JSON.stringify([stored, shown, delivery])).not.toMatch(/abcDEF|commands/);
  });

  it("is tried again for a while, and not when its address is good no more", async () => {
    const { clock, transport, deliveries } = await told({ answers: [reply(500)] });
    for (let minutes = 0; minutes < 40; minutes += 1) await clock.advance(60_000);
    expect(transport.sent).toHaveLength(6);
    const [delivery] = await deliveries();
    expect(delivery?.status).toBe("dead");
  });

  it("ends where the address is too old", async () => {
    const { clock, transport, deliveries } = await told({
      answers: [reply(500)],
      changes: { retry: { kind: "schedule", delaysMs: [31 * 60_000, 1000] } },
    });
    await clock.advance(32 * 60_000);
    expect(transport.sent).toHaveLength(1);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({
      status: "dead",
      error: "the address of this reply is not good any more: the run took too long",
    });
  });

  it.each([410, 500])("that is answered %i closes the way to no other", async (status) => {
    const { engine } = await told({ answers: [reply(status)] });
    const { endpoints } = await engine.health();
    expect(endpoints.find(({ endpoint: name }) => name === "reply:ask")).toMatchObject({
      state: "ok",
    });
  });

  it("goes nowhere else than its sender's hosts, whatever was stored", async () => {
    const { transport, deliveries } = await told({ to: "https://127.0.0.1/x" });
    expect(transport.sent).toEqual([]);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({
      status: "dead",
      error: "the address of this reply is none that its sender may have",
    });
  });

  it("that nobody has an address for is dead", async () => {
    const { engine, clock, transport, deliveries } = await told({ hears: "nobody" });
    const event = eventOf({ id: "evt_99999999", replyEndpoint: "reply:ask" });
    await Promise.all([engine.capture([event]), clock.settle()]);
    await clock.advance(100);
    expect(transport.sent).toEqual([]);
    expect((await deliveries())[0]).toMatchObject({
      status: "dead",
      error: "the address of this reply is not kept any more",
    });
  });
});

describe("a reply to a Discord interaction", () => {
  const webhook = "https://discord.com/api/v10/webhooks/111/aW50ZXJhY3Rpb24";
  const to = `${webhook}/messages/@original`;
  const pagesOf = ({ transport }: InlineEngine): [string, string, string][] =>
    transport.sent.map(({ request }) => {
      const { content } = JSON.parse(String(request.body)) as { content: string };
      return [request.method ?? "", request.url, content];
    });
  const discord = (text: string, answers?: Answer[]): Promise<InlineEngine> =>
    told({ to, answer: DISCORD_ANSWER, text, ...(answers && { answers }) });

  it("is one message as long as it may be one", async () => {
    const text = "x".repeat(2000);
    const inline = await discord(text);
    expect(pagesOf(inline)).toEqual([["PATCH", to, text]]);
    expect(JSON.parse(String(inline.transport.sent[0]?.request.body))).toMatchObject({
      allowed_mentions: { parse: [] },
    });
  });

  it("goes on in follow-ups, cut between words and never within a letter", async () => {
    const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";
    const text = `${"word ".repeat(500)}${family.repeat(300)}`;
    const pages = pagesOf(await discord(text));
    expect(pages.map(([method, url]) => [method, url])).toEqual([
      ["PATCH", to],
      ...Array.from({ length: 3 }, () => ["POST", webhook]),
    ]);
    const contents = pages.map(([, , content]) => content);
    expect(contents.join("")).toBe(text);
    expect(contents[0]).toBe("word ".repeat(400));
    for (const content of contents) {
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(content.replaceAll(family, "")).toMatch(/^(?:word )*$/);
    }
  });

  it("goes on where it was stopped, and says no part of it twice", async () => {
    const text = "a".repeat(2000) + "b".repeat(2000) + "c".repeat(5);
    const inline = await discord(text, [reply(200), reply(503), reply(200)]);
    await inline.clock.advance(10_000);
    expect(pagesOf(inline)).toEqual([
      ["PATCH", to, "a".repeat(2000)],
      ["POST", webhook, "b".repeat(2000)],
      ["POST", webhook, "b".repeat(2000)],
      ["POST", webhook, "c".repeat(5)],
    ]);
    expect((await inline.deliveries()).map(({ status }) => status)).toEqual(["delivered"]);
  });

  it("is ten messages at most, of which the last one shows that there was more", async () => {
    const pages = pagesOf(await discord("x".repeat(50_000)));
    expect(pages).toHaveLength(10);
    expect(pages.at(-1)?.[2]).toBe(`${"x".repeat(1999)}…`);
  });
});

describe("a seal", () => {
  it("is opened with its own key alone, whole, and is never the same twice", () => {
    const [one, other] = [newSealKey(), newSealKey()];
    const seal = createSeal(() => one);
    const closed = seal.close(address);
    expect(closed).not.toBe(seal.close(address));
    expect(seal.open(closed)).toBe(address);
    expect(createSeal(() => other).open(closed)).toBeUndefined();
    const bytes = Buffer.from(closed, "base64url");
    for (const at of [0, 12, 28, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed.toString("base64url"))).toBeUndefined();
    }
    for (const text of ["", "x", closed.slice(0, 20)]) expect(seal.open(text)).toBeUndefined();
  });
});
