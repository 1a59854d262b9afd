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

const auth = fc.oneof(
  fc.constant("none"),
  fc.record(
    {
      type: fc.constantFrom("bearer", "basic", "header", "hmac", "barer"),
      preset: fc.constantFrom("github", "githup"),
      secret: fc.jsonValue(),
      token: fc.oneof(fc.string(), fc.jsonValue()),
      header: fc.string(),
      signed: fc.constantFrom("{body}", "{timestamp}", "{x}", ""),
      timestamp: fc.oneof(fc.string(), fc.record({ part: fc.string() }), fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

const route = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      agentId: fc.oneof(fc.constantFrom("a", "b c"), fc.jsonValue()),
      template: fc.oneof(fc.constantFrom("x", "${X}"), fc.jsonValue()),
      enabled: fc.oneof(fc.boolean(), fc.jsonValue()),
      auth,
      mode: fc.constantFrom("agent", "deliver", "x"),
      deliver: fc.jsonValue(),
      session: fc.oneof(fc.constantFrom("shared", "x"), fc.jsonValue()),
      callback: fc.oneof(
        fc.record({ url: fc.constantFrom("https://a", "b"), secret: fc.string() }),
        fc.record({ endpoint: fc.constantFrom("a", "z") }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  ),
);

const inbound = fc.oneof(
  fc.record(
    {
      enabled: fc.oneof(fc.boolean(), fc.jsonValue()),
      basePath: fc.oneof(fc.constantFrom("/in", "/api", "/"), fc.jsonValue()),
      endpoints: fc.oneof(
        fc.dictionary(fc.oneof(fc.constantFrom("a", "b"), fc.string()), route),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

const config = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      endpoints: fc.oneof(fc.array(endpoint), fc.jsonValue()),
      agents: fc.oneof(
        fc.dictionary(fc.string(), fc.record({ endpoints: fc.array(endpoint), inbound })),
        fc.jsonValue(),
      ),
      inbound,
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
        const written = endpoints.filter(({ name }) => !name.startsWith("callback:"));
        for (const { name, held } of written) expect(held !== undefined).toBe(blamed.has(name));
        expect(structuredClone(resolution)).toEqual(resolution);
      }),
      { numRuns: 500 },
    );
  });

  it("gives every route its own name, each held one a reason, and each callback an endpoint", () => {
    fc.assert(
      fc.property(config, (raw) => {
        const resolution = resolveSettings(raw, context);
        if (!resolution.ok) return;
        const { inbound: read, endpoints, problems } = resolution.settings;
        expect(new Set(read.routes.map(({ name }) => name)).size).toBe(read.routes.length);
        const blamed = new Set(problems.map((problem) => problem.route));
        // What is wrong with the door itself holds all of them.
        const around = problems.filter((one) => !one.route && one.path.startsWith("inbound"));
        const names = endpoints.map(({ name }) => name);
        for (const { name, held, callback } of read.routes) {
          if (blamed.has(name)) expect(held).toBeDefined();
          else if (held !== undefined) expect(around).not.toEqual([]);
          if (held === undefined && callback) expect(names).toContain(callback.endpoint);
        }
      }),
      { numRuns: 500 },
    );
  });
});
