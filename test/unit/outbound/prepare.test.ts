import { expect, it } from "vitest";
import { explainWhere } from "../../../src/language/where/where.ts";
import { prepareEndpoint } from "../../../src/outbound/prepare.ts";
import { endpointWith, eventWith } from "../../support/outbound.ts";

it("reports every problem of an endpoint at once, each with its place", () => {
  const result = prepareEndpoint(
    endpointWith({
      secrets: [{ value: "whsk_broken" }],
      filter: { where: { "data.a": { equals: 1 } } },
      transform: { text: "{{ id | upcas }}" },
    }),
  );
  expect(result).toEqual({
    ok: false,
    problems: [
      expect.stringMatching(/^secret\[0\]: /),
      expect.stringMatching(/^filter\.where\["data\.a"\]\.equals: /),
      expect.stringMatching(/^transform\.text: /),
    ],
  });
});

it("gives the same body for every attempt", () => {
  const transform = { text: `{{ "now" | date: "%s" }} {{ data.a }}` };
  const result = prepareEndpoint(endpointWith({ transform }));
  if (!result.ok) throw new Error(result.problems.join("\n"));
  const event = eventWith({ a: 1 });
  const first = result.prepared.body(event);
  result.prepared.body(eventWith({ a: 2 }));
  expect(result.prepared.body(event)).toEqual(first);
  expect(first).toEqual({ ok: true, body: `{"text":"${event.at / 1000} 1"}` });
});

it("hands out the compiled condition, so that it can be explained", () => {
  const where = { "data.a": 1 };
  const result = prepareEndpoint(endpointWith({ filter: { where } }));
  if (!result.ok || !result.prepared.where) throw new Error("no condition");
  expect(explainWhere(result.prepared.where, { data: { a: 2 } })).toEqual([
    { at: 'filter.where["data.a"]', found: [2], passed: false },
  ]);
  const plain = prepareEndpoint(endpointWith({}));
  expect(plain.ok && plain.prepared.where).toBeUndefined();
});
