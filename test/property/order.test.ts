import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";

const delaysMs = [1000, 2000, 4000];

const answers: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(reply(200)) },
  { weight: 3, arbitrary: fc.constantFrom(400, 500, 503).map((status) => reply(status)) },
  {
    weight: 1,
    arbitrary: fc.constant<Answer>({
      kind: "failure",
      errorClass: "timeout",
      message: "no answer in time",
      timings: { total: 1 },
    }),
  },
);

const scenario = fc.record({
  lanes: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 16 }),
  script: fc.array(answers, { minLength: 1, maxLength: 24 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  pauseMs: fc.integer({ min: 0, max: 3000 }),
});

describe('ordering: "session"', () => {
  it("never tries a delivery while an older one of its session is unsettled, whatever fails", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ lanes, script, concurrency, pauseMs }) => {
        const tried: string[] = [];
        const retry = { kind: "schedule", delaysMs } as const;
        const { engine, clock, deliveries } = await startInlineEngine({
          endpoints: [endpointOf({ ordering: "session", concurrency, retry })],
          script({ headers }, index) {
            tried.push(headers["webhook-id"] ?? "");
            // It mends at last, so that what was parked ends too.
            return index < 2 * script.length ? script[index % script.length] : reply(200);
          },
        });
        const events = lanes.map((lane) => eventOf({ sessionKey: `session-${lane}` }));
        for (const event of events) {
          await engine.capture([event]);
          await clock.advance(pauseMs);
        }
        await clock.advance(1_800_000);

        const all = await deliveries();
        expect(all.every(({ status }) => status === "delivered" || status === "dead")).toBe(true);
        for (const lane of new Set(lanes)) {
          const inOrder = events.filter(({ sessionKey }) => sessionKey === `session-${lane}`);
          const ids = inOrder.map(({ id }) => id);
          const places = tried.filter((id) => ids.includes(id)).map((id) => ids.indexOf(id));
          expect(places).toEqual(places.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it("lets a failing head hold its own session only, and sessions go at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), async (sessions) => {
        const { engine, clock, transport } = await startInlineEngine({
          endpoints: [endpointOf({ ordering: "session", concurrency: sessions + 1 })],
          script: ({ body }) => (String(body) === "head" ? reply(500) : undefined),
        });
        await engine.capture([eventOf({ json: "head", sessionKey: "failing" })]);
        await engine.capture([eventOf({ json: "held", sessionKey: "failing" })]);
        await engine.capture(
          Array.from({ length: 2 * sessions }, (_, index) =>
            eventOf({ json: "free", sessionKey: `session-${index % sessions}` }),
          ),
        );
        await clock.advance(4000);
        const bodies = transport.sent.map(({ request }) => String(request.body));
        expect(bodies).not.toContain("held");
        expect(transport.open()).toBe(sessions);
        for (const { request, answer } of transport.sent) {
          if (String(request.body) === "free") answer(reply(200));
        }
        await clock.advance(500);
        expect(
          transport.sent.filter(({ request }) => String(request.body) === "free"),
        ).toHaveLength(2 * sessions);
      }),
      { numRuns: 8 },
    );
  });
});
