// The short form of what `npm run soak` does to the genuine Gateway.
import { expect, inject, it } from "vitest";
import { killGateway } from "../../../soak/kill-gateway.ts";

it("a Gateway that is killed under load ends each accepted request once, and loses none", async () => {
  const tarball = inject("tarball");
  const { figures, violations } = await killGateway({
    tarball,
    seed: 1,
    rounds: 3,
    longestMs: 120_000,
  });
  expect(violations).toEqual([]);
  expect(figures["accepted"]).toBeGreaterThan(0);
  expect(figures["told"]).toBe(figures["accepted"]);
}, 480_000);
