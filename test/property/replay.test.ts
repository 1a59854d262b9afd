import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";

const delaysMs = [1000, 5000];

const answers: fc.Arbitrary<Answer> = fc.oneof(
  fc.constantFrom(200, 302, 404, 410, 429, 500, 503).map((status) => reply(status)),
  fc.constant(reply(503, { "retry-after": "600" })),
  fc.constant(reply(200, { "webhook-delivery": "disable" })),
  fc.constant<Answer>({
    kind: "failure",
    errorClass: "refused",
    message: "example.com is a private address",
    permanent: true,
    timings: { total: 1 },
  }),
);

describe("whatever replays are answered", () => {
  it("they keep the event's id, each ends, and the endpoint stands as if there had been none", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answers, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 100 }),
        async (script, count, perSecond) => {
          let replays = 0;
          const { engine, clock, transport, deliveries } = await startInlineEngine({
            endpoints: [endpointOf({ retry: { kind: "schedule", delaysMs } })],
            script: ({ headers }) =>
              headers["X-OpenClaw-Replay"] === undefined
                ? reply(200)
                : script[replays++ % script.length],
          });
          const events = Array.from({ length: count }, () => eventOf());
          await engine.capture(events);
          await clock.advance(1000);
          const before = (await engine.health()).endpoints;
          expect(await engine.replay({ filter: {}, perSecond })).toMatchObject({
            deliveries: count,
          });
          // Two retries, each asked to wait for ten minutes.
          await clock.advance(1_300_000);

          expect((await engine.health()).endpoints).toEqual(before);
          const all = await deliveries();
          const replayed = all.filter(({ replay }) => replay);
          expect(replayed.map(({ eventId }) => eventId)).toEqual(events.map(({ id }) => id));
          expect(all.every(({ status }) => ["delivered", "dead"].includes(status))).toBe(true);
          const eventOfDelivery = new Map(all.map(({ id, eventId }) => [id, eventId]));
          for (const { headers } of transport.sent.map(({ request }) => request)) {
            const id = headers["X-OpenClaw-Delivery"] ?? "";
            expect(headers["webhook-id"]).toBe(eventOfDelivery.get(id));
            const isReplay = replayed.some((delivery) => delivery.id === id);
            expect(headers["X-OpenClaw-Replay"]).toBe(isReplay ? "true" : undefined);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
