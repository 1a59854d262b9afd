// General rules: whatever JSON stands in our settings, the host takes it, and what is sound in it works.
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { Compile } from "typebox/compile";
import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../src/config/resolve.ts";
import { context } from "../unit/config/fixtures.ts";

const manifest = JSON.parse(
  readFileSync(new URL("../../openclaw.plugin.json", import.meta.url), "utf8"),
) as { configSchema: object };
const validator = Compile(manifest.configSchema as Parameters<typeof Compile>[0]);

const KEYS = ["instanceId", "endpoints", "inbound", "agents", "log", "limits", "webhooks", "other"];
const settings = fc.dictionary(fc.constantFrom(...KEYS), fc.jsonValue());
const sound = { name: "sound", url: "https://receiver.test/hook" };

describe("the manifest's schema", () => {
  it("takes any JSON object", () => {
    fc.assert(
      fc.property(fc.oneof(settings, fc.dictionary(fc.string(), fc.jsonValue())), (config) => {
        expect(validator.Check(config)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a sound endpoint", () => {
  it("runs beside anything, and everything beside it in its list is held", () => {
    fc.assert(
      fc.property(
        settings,
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        ({ webhooks: _webhooks, agents: _agents, ...rest }, beside) => {
          const read = resolveSettings({ ...rest, endpoints: [sound, ...beside] }, context);
          const endpoints = read.ok ? read.settings.endpoints : [];
          const held = endpoints.map((endpoint) => endpoint.held !== undefined);
          expect(held).toEqual([false, ...held.slice(1).map(() => true)]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
