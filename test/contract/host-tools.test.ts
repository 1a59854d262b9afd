// The host's names of tools, groups and aliases as we repeat them, beside the host's own tables. Its files carry
// hashes in their names, and the tables are no part of its SDK: they are found by what they say.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { TOOL_ALIASES, TOOL_GROUPS } from "../../src/inbound/tools/host-tools.ts";
import { foldName } from "../../src/language/fold.ts";

const dist = fileURLToPath(new URL("../../node_modules/openclaw/dist/", import.meta.url));

async function hostExport(file: string, source: string): Promise<unknown> {
  const names = globSync(file, { cwd: dist });
  const name = names.find((one) => readFileSync(dist + one, "utf8").includes(source));
  if (name === undefined) throw new Error(`the host has no file ${file} with ${source}`);
  const text = readFileSync(dist + name, "utf8");
  const local = /[A-Za-z]\w*$/.exec(source)?.[0] ?? "";
  const short = new RegExp(`\\b${local} as (\\w+)`).exec(text)?.[1] ?? "";
  const module = (await import(pathToFileURL(dist + name).href)) as Record<string, unknown>;
  return module[short];
}

const sorted = (names: readonly string[]): string[] => [...names].sort();

describe("the host's tools", () => {
  it("are in the groups that we know, and in no others", async () => {
    const groups = (await hostExport("tool-catalog-*.mjs", "CORE_TOOL_GROUPS")) as Record<
      string,
      string[]
    >;
    const all = (of: Readonly<Record<string, readonly string[]>>): object =>
      Object.fromEntries(Object.entries(of).map(([name, tools]) => [name, sorted(tools)]));
    expect(all(TOOL_GROUPS)).toEqual(all(groups));
  });

  it("are called by the aliases that we know", async () => {
    const normalize = (await hostExport(
      "tool-policy-shared-*.mjs",
      "function normalizeToolPolicyName",
    )) as (name: string) => string;
    for (const [alias, name] of Object.entries(TOOL_ALIASES)) expect(normalize(alias)).toBe(name);
    expect(normalize(" EXEC ")).toBe("exec");
    const source = readFileSync(
      dist + (globSync("tool-policy-shared-*.mjs", { cwd: dist })[0] ?? ""),
      "utf8",
    );
    const table = /TOOL_NAME_ALIASES = [^[]*\[([^;]*)\]\)/s.exec(source)?.[1] ?? "";
    expect(sorted([...table.matchAll(/\["([^"]+)",/g)].map(([, alias = ""]) => alias))).toEqual(
      sorted(Object.keys(TOOL_ALIASES)),
    );
  });
});

describe("the host's session keys", () => {
  it("are folded as we fold them", async () => {
    const session = (await import("openclaw/plugin-sdk/session-store-runtime")) as Record<
      string,
      unknown
    >;
    // The one public function that shows the folding; it is on its way out of the host's SDK.
    const resolve = session["resolveSessionStoreEntry"] as (query: object) => {
      normalizedKey: string;
    };
    const key = "agent:Main:webhook:Deploy:AbC~5";
    expect(resolve({ store: {}, sessionKey: key }).normalizedKey).toBe(foldName(key));
  });
});
