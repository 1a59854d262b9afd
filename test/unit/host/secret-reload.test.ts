import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchSecrets } from "../../../src/host/secret-reload.ts";

const LOOKS_MS = 2000;

describe("secrets that the host resolves anew", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function watched(first: object): {
    publish: (settings: object) => void;
    applied: unknown[];
    release: () => void;
    end: () => Promise<void>;
  } {
    let published = { ours: first };
    let release = (): void => {};
    const applied: unknown[] = [];
    const end = watchSecrets({
      published: () => published,
      settingsIn: (config) => (config as { ours: object }).ours,
      applied: structuredClone(first),
      apply(settings) {
        applied.push(settings);
        return new Promise((resolve) => (release = resolve));
      },
    });
    return {
      publish: (ours) => (published = { ours }),
      applied,
      release: () => release(),
      end,
    };
  }

  it("are applied once, and a config that says the same is not", async () => {
    const { publish, applied } = watched({ secret: { id: "A" } });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    publish({ secret: { id: "A" } });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(applied).toEqual([]);
    publish({ secret: "resolved" });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(applied).toEqual([{ secret: "resolved" }]);
  });

  it("wait for those that are being applied, and are not forgotten meanwhile", async () => {
    const { publish, applied, release } = watched({});
    publish({ n: 1 });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    publish({ n: 2 });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(applied).toEqual([{ n: 1 }]);
    release();
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(applied).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("are left alone after the end, which waits for the work under way", async () => {
    const { publish, applied, release, end } = watched({});
    publish({ n: 1 });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    let ended = false;
    const ending = end().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(ended).toBe(false);
    release();
    await ending;
    publish({ n: 2 });
    await vi.advanceTimersByTimeAsync(LOOKS_MS);
    expect(applied).toEqual([{ n: 1 }]);
  });
});
