import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readBody, type ReadBody } from "../../src/inbound/request/body.ts";
import { lookThroughJson } from "../../src/inbound/request/body/json-fault.ts";

const statuses = [400, 415, 422];

function readText(contentType: string, text: string): ReadBody {
  return readBody({ contentType, rawBody: Buffer.from(text) });
}

const contentTypes = fc.oneof(
  fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=X",
    "text/xml",
    "text/plain; charset=utf-8",
    undefined,
  ),
  fc.string(),
);
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "--X",
        "\r\n",
        "--X--",
        "{",
        "[",
        '"',
        "\\",
        ":",
        ",",
        "=",
        "&",
        "%",
        "payload",
      ),
      fc.constantFrom(
        'Content-Disposition: form-data; name="a"',
        "]",
        "}",
        "null",
        "1e9",
        "\ufeff",
      ),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => Buffer.from(parts.join("")));

it("the reader never throws, whatever bytes come under whatever type", () => {
  fc.assert(
    fc.property(contentTypes, fc.oneof(fc.uint8Array(), soup), (contentType, rawBody) => {
      const result = readBody({ contentType, rawBody });
      if (!result.ok) expect(statuses).toContain(result.status);
    }),
    { numRuns: 2000 },
  );
});

it("valid JSON without duplicate keys means what JSON.parse says", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(undefined, 1, "\t"), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent);
      expect(readText("application/json", text)).toEqual({
        ok: true,
        kind: "json",
        body: JSON.parse(text) as unknown,
      });
    }),
  );
});

it("what is JSON to the reader is JSON to JSON.parse, and the other way round", () => {
  const fragments = fc.oneof(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"b\\u00e9"',
      '"\\x"',
      '"',
      '"\t"',
      "'",
      "//",
    ),
    fc.constantFrom("-", "0", "1.5", "01", ".5", "1.", "1e+2", "1e", "true", "nul", "null"),
    fc.constantFrom(" ", "\n", "\u00a0", "\u2028"),
  );
  // Mutations of valid documents reach further than soup does.
  const mutated = fc.tuple(fc.json(), fc.nat(), fragments).map(([json, at, fragment]) => {
    const place = at % (json.length + 1);
    return json.slice(0, place) + fragment + json.slice(place + (at % 2));
  });
  const text = fc.oneof(
    mutated,
    fc.array(fragments, { maxLength: 8 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (candidate) => {
      const fault = lookThroughJson(candidate, 64).fault;
      if (fault?.kind === "duplicate") return;
      expect(fault === undefined).toBe(parses(candidate));
    }),
    { numRuns: 5000 },
  );
});

it("a key that stands twice is found in any object, however it is spelt", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.jsonValue(), (key, value) => {
      const plain = JSON.stringify(key);
      const escaped = `"${[...Array(key.length).keys()].map((at) => `\\u${key.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`;
      const inner = JSON.stringify(value);
      const text = `[{"x${key.length}x":{${plain}:${inner},${escaped}:${inner}}}]`;
      expect(lookThroughJson(text, 64).fault?.kind).toBe("duplicate");
    }),
  );
});

it("a form means what URLSearchParams writes", () => {
  const pairs = fc.array(
    fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })),
  );
  fc.assert(
    fc.property(pairs, (list) => {
      const named = list.filter(([name]) => name !== "payload");
      const result = readText(
        "application/x-www-form-urlencoded",
        `${String(new URLSearchParams(named))}&end=`,
      );
      if (!result.ok) throw new Error(result.error.message);
      const body = result.body as Record<string, string | string[]>;
      for (const [name] of named) {
        const values = named.filter(([other]) => other === name).map(([, value]) => value);
        if (name === "end") values.push("");
        expect([body[name]].flat()).toEqual(values);
      }
    }),
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
