import { expect, it } from "vitest";
import { endpointOf, eventOf, reply } from "../../support/engine-fixture.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";

const long = (content: string) => {
  const event = eventOf();
  const envelope = { ...(JSON.parse(event.json) as object), data: { message: { content } } };
  return { ...event, json: JSON.stringify(envelope) };
};

async function run(perMs: number) {
  const stage = await startInlineEngine({
    endpoints: [
      endpointOf({
        format: "line",
        long: "split",
        options: { to: "U1", token: "t" },
        rateLimits: [{ requests: 1, perMs }],
      }),
    ],
    script: () => reply(200),
  });
  await stage.engine.capture([long("word ".repeat(1200)), long("short")]);
  await stage.clock.advance(100);
  const told = () =>
    stage.transport.sent.map(({ request: { headers, body } }) => [
      Number(headers["X-OpenClaw-Timestamp"]),
      Buffer.from(body).toString().length > 200 ? "part" : "short",
    ]);
  return { ...stage, told };
}

it("each part of a text is a request of the rate limit", async () => {
  const { clock, told, deliveries } = await run(2000);
  await clock.advance(10_000);
  const times = told().map(([at]) => Number(at));
  expect(times.map((at) => at - (times[0] ?? 0))).toEqual([0, 2, 4]);
  expect(told().filter(([, kind]) => kind === "part")).toHaveLength(2);
  expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual([
    ["delivered", 1],
    ["delivered", 1],
  ]);
});

it("a part whose turn is after the time of the attempt goes in its turn, and costs no attempt", async () => {
  const { clock, told, deliveries } = await run(60_000);
  expect(told()).toHaveLength(1);
  await clock.advance(60_000);
  await clock.advance(60_000);
  expect(told().map(([, kind]) => kind)).toEqual(["part", "part", "short"]);
  expect((await deliveries()).map(({ status, attempts }) => [status, attempts])).toEqual([
    ["delivered", 1],
    ["delivered", 1],
  ]);
});
