import { expect, it } from "vitest";
import { createTurns } from "../../../src/lab/turns.ts";

const statuses = (next: () => { status: number }, count: number): number[] =>
  Array.from({ length: count }, () => next().status);

it("plays each turn as often as it says, and 200 after the last", () => {
  const turns = [
    { behaviour: { status: 503 }, times: 2 },
    { behaviour: { status: 410 }, times: 1 },
  ];
  expect(
    statuses(
      createTurns({ turns }, () => 0),
      5,
    ),
  ).toEqual([503, 503, 410, 200, 200]);
});

it("plays a turn without end for ever", () => {
  const turns = [{ behaviour: { status: 500 }, times: Infinity }];
  expect(
    new Set(
      statuses(
        createTurns({ turns }, () => 0),
        100,
      ),
    ),
  ).toEqual(new Set([500]));
});

it("takes a turn only where chance says so, and leaves the others for later", () => {
  const dice = [0.5, 0.1, 0.2, 0.19];
  const turns = [{ behaviour: { status: 503 }, times: 2 }];
  const next = createTurns({ turns, chance: 0.2 }, () => dice.shift() ?? 0);
  expect(statuses(next, 6)).toEqual([200, 503, 200, 503, 200, 200]);
});
