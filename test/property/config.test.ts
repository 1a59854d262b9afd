// General rules: whatever is written, reading it never throws, and names stay unique.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../src/config/resolve.ts";
import { context, problemsOf } from "../unit/config/fixtures.ts";

const endpoint = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      name: fc.oneof(fc.constantFrom("a", "b", "a-2"), fc.jsonValue()),
      url: fc.oneof(fc.constantFrom("https://a", "http://b/c", "https://${X}/"), fc.jsonValue()),
      enabled: fc.oneof(fc.boolean(), fc.jsonValue()),
      secret: fc.jsonValue(),
      events: fc.oneof(fc.array(fc.constantFrom("*", "message.*", "tool.caled")), fc.jsonValue()),
      filter: fc.oneof(fc.record({ agentIds: fc.jsonValue() }), fc.jsonValue()),
      headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
      retry: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

const config = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      endpoints: fc.oneof(fc.array(endpoint), fc.jsonValue()),
      agents: fc.oneof(
        fc.dictionary(fc.string(), fc.record({ endpoints: fc.array(endpoint) })),
        fc.jsonValue(),
      ),
      log: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);

describe("resolveSettings", () => {
  it("never throws, and gives every endpoint its own name and each held one a reason", () => {
    fc.assert(
      fc.property(config, (raw) => {
        const resolution = resolveSettings(raw, context);
        const endpoints = resolution.ok ? resolution.settings.endpoints : [];
        expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
        const blamed = new Set(problemsOf(resolution).map((problem) => problem.endpoint));
        for (const { name, held } of endpoints) expect(held !== undefined).toBe(blamed.has(name));
        expect(structuredClone(resolution)).toEqual(resolution);
      }),
      { numRuns: 500 },
    );
  });
});
