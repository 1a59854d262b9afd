import { expect, it } from "vitest";
import type { EndpointHealth } from "../../../src/engine/dispatch/endpoint-desk.ts";
import { listEndpoints } from "../../../src/view/endpoint.ts";
import { endpointOf } from "../../support/engine-fixture.ts";

const STATES = ["ok", "paused", "slowing", "parked", "disabled", "held", "blocked"] as const;

it("shows what needs attention first, and keeps the order of the config else", async () => {
  const names = [...STATES, "ok"].map((state, index) => `${state}-${index}`);
  const endpoints = names.map((name) => endpointOf({ name }));
  const healths = [...STATES, "ok" as const].map((state, index): EndpointHealth => ({
    endpoint: `${state}-${index}`,
    state,
    concurrency: { now: 1, max: 1 },
    inFlight: 0,
    waiting: 0,
  }));
  const log = {
    list: async () => [],
    backlog: async () => [{ endpoint: "old", waiting: 1, oldestAt: 0 }],
    figures: async () => ({ points: [], total: {}, endpoints: [], backlog: {} }),
  } as unknown as Parameters<typeof listEndpoints>[0];
  const list = await listEndpoints(log, endpoints, healths, 0);
  expect(list.endpoints.map(({ endpoint }) => endpoint)).toEqual([
    "held-5",
    "disabled-4",
    "parked-3",
    "blocked-6",
    "old",
    "slowing-2",
    "paused-1",
    "ok-0",
    "ok-7",
  ]);
});
