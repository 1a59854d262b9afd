// What one Gateway takes over from the others, and what it does not.
import { expect, test } from "vitest";
import type { Outlet } from "../../../src/engine/dispatch/outlet.ts";
import { createEndpointMemory } from "../../../src/engine/dispatch/endpoint-memory.ts";
import { createManualClock } from "../../support/manual-clock.ts";
import { openMemoryStore } from "../../support/memory-store.ts";
import { endpointOf } from "../../support/engine-fixture.ts";

const paused = { kind: "paused", reason: "moving" } as const;

function fixture() {
  const store = openMemoryStore();
  const failures: unknown[] = [];
  const trouble = { failed: (error: unknown) => failures.push(error), worked: () => undefined };
  const ports = {
    store,
    clock: createManualClock(),
    trouble: { ...trouble, message: () => undefined },
  };
  const memory = createEndpointMemory(ports);
  const outlet = {
    prepared: { endpoint: endpointOf() },
    governor: { remembered: () => ({ closure: paused }) },
  } as unknown as Outlet;
  return { store, memory, outlet };
}

test("what another Gateway has changed is named once", async () => {
  const { store, memory } = fixture();
  await store.saveEndpointState({ name: "main", pausedReason: "moving" });
  expect(await memory.changedElsewhere()).toEqual(["main"]);
  expect(await memory.changedElsewhere()).toEqual([]);
});

test("a clock that differs by less than a second is no change", async () => {
  const { store, memory } = fixture();
  await store.saveEndpointState({ name: "main", notBefore: 10_000 });
  await memory.load();
  await store.saveEndpointState({ name: "main", notBefore: 10_900 });
  expect(await memory.changedElsewhere()).toEqual([]);
  await store.saveEndpointState({ name: "main", notBefore: 12_900 });
  expect(await memory.changedElsewhere()).toEqual(["main"]);
});

test("what is just being written here is not taken for somebody else's change", async () => {
  const { store, memory, outlet } = fixture();
  const { endpointStates } = store;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  // Read before the write, answered after it.
  store.endpointStates = async () => {
    const states = await endpointStates();
    await held;
    return states;
  };
  const looking = memory.changedElsewhere();
  await memory.keep(outlet);
  release();
  expect(await looking).toEqual([]);
  store.endpointStates = endpointStates;
  expect(await memory.changedElsewhere()).toEqual([]);
  expect(memory.of(endpointOf())).toEqual({ closure: paused });
});
