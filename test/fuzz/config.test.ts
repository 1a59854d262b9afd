// Config that nobody would write: it is read without a throw, and what is wrong is said with its place.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { resolveSettings } from "../../src/config/resolve.ts";
import { prepareEndpoint } from "../../src/outbound/prepare.ts";
import { compileRoute } from "../../src/inbound/decision/compile-route.ts";
import { effort, patience } from "../support/fuzz-effort.ts";
import { context, problemsOf, readFixtures } from "../unit/config/fixtures.ts";

const samples = [...readFixtures("valid"), ...readFixtures("invalid")].map(({ value }) => value);

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, "", "${X}", "{{", "*", -1, 0, 1e308, [], {}, [[]], "__proto__"),
  fc.string({ unit: "binary" }),
);

/** A sound config with some of its values replaced, removed, or put elsewhere. */
const mutated = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.array(fc.tuple(fc.nat(), strange, fc.constantFrom("replace", "remove", "add")), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([sample, changes]) => {
    let config = structuredClone(sample);
    // The constants are the same objects in every run: one that was changed could come to hold itself.
    for (const [pick, value, how] of changes)
      config = mutate(config, pick, structuredClone(value), how);
    return config;
  });

function mutate(config: unknown, pick: number, value: unknown, how: string): unknown {
  const places: { in: Record<string, unknown>; key: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      places.push({ in: node as Record<string, unknown>, key });
      walk(inner);
    }
  };
  walk(config);
  const place = places[pick % Math.max(1, places.length)];
  if (place === undefined) return value;
  // JSON has no holes.
  if (how === "remove" && Array.isArray(place.in)) place.in.splice(Number(place.key), 1);
  else if (how === "remove") Reflect.deleteProperty(place.in, place.key);
  else if (how === "add") place.in[`${place.key}x`] = value;
  else place.in[place.key] = value;
  return config;
}

it(
  "any config is read, each problem has its place and its words, and what is taken can be compiled",
  () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: mutated }, strange), (raw) => {
        const resolution = resolveSettings(raw, context);
        for (const { path, message } of problemsOf(resolution)) {
          expect(typeof path).toBe("string");
          expect(message.length).toBeGreaterThan(0);
        }
        if (!resolution.ok) {
          expect(resolution.problems).not.toEqual([]);
          return;
        }
        for (const endpoint of resolution.settings.endpoints) {
          const prepared = prepareEndpoint(endpoint);
          if (!prepared.ok) expect(prepared.problems).not.toEqual([]);
        }
        for (const route of resolution.settings.inbound.routes) {
          const compiled = compileRoute(route);
          if (!compiled.ok) expect(compiled.problems).not.toEqual([]);
        }
      }),
      effort(400),
    );
  },
  patience,
);
