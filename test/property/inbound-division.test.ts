// Here or in the thread that decides: a request comes to the same.
import * as fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { systemClock } from "../../src/engine/clock.ts";
import { judge } from "../../src/inbound/decision/judge.ts";
import { createDecider } from "../../src/inbound/thread/decider.ts";
import { createDivision } from "../../src/inbound/thread/division.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import { requestWith } from "../support/inbound-request.ts";
import { compiledRoute, doublingSchema, routeWith } from "../support/routes.ts";

const secrets = [{ value: "whole-secret-0123456789" }];
const routes = [
  routeWith({ name: "words", template: "{{body.a}} and {{body.b | upcase}}: {{body | json}}" }),
  routeWith({ name: "loop", template: "{% for x in body.a %}- {{x}}\n{% endfor %}." }),
  routeWith({ name: "schema", schema: { type: "object", required: ["a"] } }),
  routeWith({ name: "tree", schema: doublingSchema }),
  routeWith({ name: "where", where: { any: [{ "body.a": { regex: "^x+$" } }, { "body.b": 1 }] } }),
  routeWith({ name: "key", session: { kind: "key", template: "{{body.a}}" } }),
  routeWith({ name: "named", idempotencyKey: "{{body.b}}" }),
  routeWith({
    name: "gathered",
    coalesce: { key: "{{body.a}}", windowMs: 1, maxWaitMs: 1, keep: "all" },
  }),
  routeWith({ name: "sent", mode: "deliver", template: "{{body.a}} \u{FFFD}", deliver: {} }),
  routeWith({
    name: "read",
    mode: "read",
    template: "{{fields.a}}",
    read: {
      schema: { type: "object", properties: { a: { type: "string" } } },
      agentId: "reader",
      timeoutMs: 1000,
    },
  }),
  routeWith({ name: "secret", auth: { kind: "bearer", secrets } }),
];
const decider = createDecider({ routes }, systemClock);
afterAll(() => decider.end());

const wrap = (content: string, notice: boolean): string => `<<${notice ? "!" : ""}${content}>>`;
// Something of the route waits already, so that all goes to the thread.
const elsewhere = createDivision({
  decider: { ...decider, waiting: () => 1 },
  wrap,
  clock: systemClock,
});

const text = fc.oneof(
  fc.constantFrom("x", "xxx", "\uFFFE0\uFFFE", "\uFFFE1\uFFFE", "whole-secret-0123456789", "</a>"),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ minLength: 8200, maxLength: 8400 }),
);
const value = fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 5 }), fc.jsonValue());
const body = fc.oneof(
  fc.record({ a: value, b: value }, { requiredKeys: [] }).map((each) => JSON.stringify(each)),
  fc.jsonValue().map((each) => JSON.stringify(each)),
  text,
);
const type = fc.constantFrom("application/json", "text/plain", "application/x-www-form-urlencoded");

it("whatever the route and the body are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, type, async (route, sent, contentType) => {
      const request = requestWith({
        headers: { "content-type": contentType, authorization: `Bearer ${secrets[0]?.value}` },
        rawBody: Buffer.from(sent),
        receivedAt: Date.UTC(2026, 10, 27),
      });
      const arrival = { id: "req_1", request, compiled: compiledRoute(route), wrap };
      const proof = verify(request, route.auth, 0);
      if (!proof.ok) throw new Error(proof.reason);
      const here = judge(arrival, proof);
      expect(await elsewhere.judge(arrival, proof)).toEqual(here);
    }),
    { numRuns: 300 },
  );
}, 60_000);
