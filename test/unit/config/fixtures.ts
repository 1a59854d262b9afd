// Reads the config fixtures and holds what every config test needs.
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfigFile } from "../../../src/config/load.ts";
import { resolveSettings, type Resolution } from "../../../src/config/resolve.ts";
import type { Problem, Settings } from "../../../src/config/settings.ts";
import { EVENT_TYPES } from "../../../src/generated/event-types.ts";

const folder = fileURLToPath(new URL("../../../fixtures/config/", import.meta.url));

export const context = {
  hostName: "test-host",
  eventTypes: EVENT_TYPES,
  presets: [
    { name: "github" },
    { name: "gitlab" },
    { name: "slack" },
    { name: "stripe" },
    { name: "twilio", needsUrl: true as const, methods: ["GET" as const] },
  ],
  now: Date.parse("2026-03-14T10:30:00Z"),
};

export interface Fixture {
  name: string;
  value: unknown;
  /** Lines of `// expect: …`. */
  expected: string[];
}

export function readFixtures(kind: "valid" | "invalid"): Fixture[] {
  return globSync(`${folder}${kind}/*.json5`)
    .sort()
    .map((path) => {
      const text = readFileSync(path, "utf8");
      return {
        name: basename(path, ".json5"),
        value: parse(text),
        expected: [...text.matchAll(/^\/\/ expect: (.*)$/gm)].map(([, line = ""]) => line),
      };
    });
}

export function readFixture(name: string): unknown {
  return parse(readFileSync(`${folder}${name}.json5`, "utf8"));
}

export function settingsOf(raw: unknown): Settings {
  const resolution = resolveSettings(raw, context);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.problems));
  return resolution.settings;
}

export function problemsOf(resolution: Resolution): readonly Problem[] {
  return resolution.ok ? resolution.settings.problems : resolution.problems;
}

function parse(text: string): unknown {
  const reading = readConfigFile(text);
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.value;
}
