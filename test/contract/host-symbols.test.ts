// Every symbol of the host that we use at run time. The host calls its plugin API experimental: when one of
// these is gone, this says so before a Gateway does.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, "utf8");

const SYMBOLS: Record<string, readonly string[]> = {
  "openclaw/plugin-sdk/config-mutation": ["readConfigFileSnapshotForWrite"],
  "openclaw/plugin-sdk/gateway-runtime": ["callGatewayFromCli", "isGatewayTransportError"],
  "openclaw/plugin-sdk/health": ["getHealthCheck", "registerHealthCheck"],
  "openclaw/plugin-sdk/plugin-runtime": ["getPluginRuntimeGatewayRequestScope"],
  "openclaw/plugin-sdk/security-runtime": ["wrapExternalContent"],
  "openclaw/plugin-sdk/state-paths": ["resolveStateDir"],
  "openclaw/plugin-sdk/webhook-ingress": ["resolveRequestClientIp"],
};

/** Value imports of the host in our sources, types left out. */
function importedFromHost(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of globSync("src/**/*.ts", { cwd: root })) {
    const source = read(file);
    const imports = source.matchAll(/^import \{([^}]*)\} from "(openclaw\/[^"]+)";/gms);
    const lazy = source.matchAll(/const \{([^}]*)\} =\s+await import\("(openclaw\/[^"]+)"\)/g);
    for (const [, names = "", specifier = ""] of [...imports, ...lazy]) {
      const values = names.split(",").map((name) => name.trim());
      const known = found.get(specifier) ?? new Set();
      for (const name of values) if (name !== "" && !name.startsWith("type ")) known.add(name);
      if (known.size > 0) found.set(specifier, known);
    }
  }
  return found;
}

describe("the host", () => {
  it("is the version that the package names", () => {
    const host = JSON.parse(read("node_modules/openclaw/package.json")) as { version: string };
    const own = JSON.parse(read("package.json")) as {
      openclaw: { build: { openclawVersion: string } };
      devDependencies: Record<string, string>;
    };
    expect(own.openclaw.build.openclawVersion).toBe(host.version);
    expect(own.devDependencies["openclaw"]).toBe(host.version);
  });

  it("is used for the symbols listed here, and for no others", () => {
    const imported = [...importedFromHost()].map(([specifier, names]) => [
      specifier,
      [...names].sort(),
    ]);
    const listed = Object.entries(SYMBOLS).map(([specifier, names]) => [
      specifier,
      [...names].sort(),
    ]);
    expect(Object.fromEntries(imported)).toEqual(Object.fromEntries(listed));
  });

  it.each(Object.entries(SYMBOLS))("exports what we take from %s", async (specifier, names) => {
    const module = (await import(specifier)) as Record<string, unknown>;
    for (const name of names) expect(typeof module[name]).toBe("function");
  });
});
