import { describe, expect, it } from "vitest";
import { createSignals } from "../../../src/engine/signals.ts";
import { tellHealth } from "../../../src/host/service-health.ts";

function recorded(problems: Parameters<typeof tellHealth>[0]): {
  say: (storage: string | undefined) => void;
  failure: () => string | undefined;
  log: string[];
} {
  const signals = createSignals();
  const log: string[] = [];
  let failure: string | undefined;
  const note = (line: string): void => void log.push(line);
  tellHealth(problems, {
    signals,
    logger: { info: note, error: note },
    serviceHealth: {
      reportFailure: (error) => {
        failure = error instanceof Error ? error.message : "no error";
      },
      clearFailure: () => {
        failure = undefined;
      },
    },
  });
  return { say: (storage) => signals.emit("storage", storage), failure: () => failure, log };
}

describe("the health that the host is told", () => {
  it("is a failure while nothing can be written", () => {
    const { say, failure, log } = recorded([]);
    expect(failure()).toBeUndefined();
    say("the disk is full");
    expect(failure()).toBe("storage: the disk is full");
    say(undefined);
    expect(failure()).toBeUndefined();
    expect(log).toEqual(["storage: the disk is full", "storage works again"]);
  });

  it("names what the settings hold back, also when storage fails and works again", () => {
    const held = { path: "endpoints[1].url", message: "is not a URL", endpoint: "crm" };
    const { say, failure } = recorded([held, held, held, held, held]);
    expect(failure()).toMatch(/^endpoints\[1\]\.url: is not a URL; .*and 2 more.*webhook check/);
    say("the disk is full");
    expect(failure()).toMatch(/^storage: the disk is full; endpoints\[1\]/);
    say(undefined);
    expect(failure()).toMatch(/^endpoints\[1\]/);
  });
});
