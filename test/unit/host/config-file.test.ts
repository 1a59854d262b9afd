import { describe, expect, it } from "vitest";
import { configFileOf } from "../../../src/host/setup/config-file.ts";

type Host = Parameters<typeof configFileOf>[0];
type Mutation = Parameters<Host["runtime"]["config"]["mutateConfigFile"]>[0];

const KEYS = ["plugins", "entries", "event-webhooks", "config"];

/** A host whose file is `parsed`, and which throws these errors instead of writing, one at a time. */
function hostOf(parsed: object, ...errors: Error[]): { host: Host; written: unknown[] } {
  const written: unknown[] = [];
  const mutateConfigFile = async ({ mutate }: Mutation): Promise<void> => {
    const draft = structuredClone(parsed);
    const snapshot = { path: "/openclaw.json", raw: JSON.stringify(parsed), parsed, valid: true };
    await mutate(draft, { snapshot, previousHash: null, attempt: 0 } as never);
    const error = errors.shift();
    if (error) throw error;
    written.push(draft);
  };
  return { host: { runtime: { config: { mutateConfigFile } } } as unknown as Host, written };
}

const overtaken = (): Error => Object.assign(new Error("it was changed"), { retryable: true });

describe("writing the host's config", () => {
  it("puts the value at its place, and makes what is on the way", async () => {
    const { host, written } = hostOf({ gateway: { mode: "local" } });
    await configFileOf(host).write(() => ({ keys: KEYS, value: { endpoints: [] } }));
    const config = { endpoints: [] };
    expect(written).toEqual([
      { gateway: { mode: "local" }, plugins: { entries: { "event-webhooks": { config } } } },
    ]);
  });

  it("asks again where somebody else wrote in between, three times at most", async () => {
    let asked = 0;
    const change = (): { keys: string[]; value: number } => ({ keys: ["a"], value: (asked += 1) });
    const { host, written } = hostOf({}, overtaken(), overtaken());
    await configFileOf(host).write(change);
    expect([written, asked]).toEqual([[{ a: 3 }], 3]);
    const busy = hostOf({}, overtaken(), overtaken(), overtaken());
    await expect(configFileOf(busy.host).write(change)).rejects.toThrow("it was changed");
    expect(busy.written).toEqual([]);
  });

  it("passes on what else keeps it from writing, at once", async () => {
    const { host, written } = hostOf({}, new Error("the disk is full"));
    const write = configFileOf(host).write(() => ({ keys: ["a"], value: 1 }));
    await expect(write).rejects.toThrow("the disk is full");
    expect(written).toEqual([]);
  });
});
