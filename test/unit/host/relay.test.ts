import { describe, expect, it } from "vitest";
import type { Observation } from "../../../src/event/observation.ts";
import { letGo, listen, processRelay, relay, type Relay } from "../../../src/host/relay.ts";

const observation = (at: number): Observation => ({
  source: "hook",
  name: "session_start",
  at,
  event: {},
  context: {},
});

function freshRelay(): Relay {
  const shared = processRelay();
  return { ...shared, listener: undefined, waiting: [], silentSince: 0, dropped: 0 };
}

describe("the relay of a process", () => {
  it("is one, whichever copy of the plugin asks", async () => {
    const copy = "../../../src/host/relay.ts?copy";
    const otherCopy = (await import(copy)) as { processRelay: () => Relay };
    expect(otherCopy.processRelay()).toBe(processRelay());
  });

  it("keeps nothing before anybody ever listened: a command of the CLI has no service", () => {
    const to = freshRelay();
    relay(to, observation(1));
    expect([to.waiting.length, to.dropped]).toEqual([0, 0]);
  });

  it("keeps what comes between two listeners, and hands it on in order", () => {
    const to = freshRelay();
    const heard: number[] = [];
    const first = ({ at }: Observation): void => void heard.push(at);
    listen(to, first);
    relay(to, observation(1));
    letGo(to, first, 2);
    relay(to, observation(3));
    relay(to, observation(4));
    listen(to, ({ at }) => void heard.push(at * 10));
    relay(to, observation(5));
    expect(heard).toEqual([1, 30, 40, 50]);
  });

  it("does not let an old listener silence a new one", () => {
    const to = freshRelay();
    const old = (): void => {};
    const heard: number[] = [];
    listen(to, old);
    listen(to, ({ at }) => void heard.push(at));
    letGo(to, old, 1);
    relay(to, observation(2));
    expect(heard).toEqual([2]);
  });

  it("keeps nothing for ever, and counts what it lets go", () => {
    const to = freshRelay();
    const gone = (): void => {};
    listen(to, gone);
    letGo(to, gone, 1_000);
    relay(to, observation(31_000));
    relay(to, observation(31_001));
    expect([to.waiting.length, to.dropped]).toEqual([1, 1]);
  });
});
