import { describe, expect, it } from "vitest";
import { readBlock, readConfigFile } from "../../../src/config/load.ts";

describe("readConfigFile", () => {
  it("reads JSON5", () => {
    expect(readConfigFile("{ a: 'b', /* why */ }")).toEqual({ ok: true, value: { a: "b" } });
  });

  it("tells the line and the column where the text stops being JSON5", () => {
    expect(readConfigFile("{\n  endpoints: [,]\n}")).toEqual({
      ok: false,
      problem: { path: "", message: "not valid JSON5: invalid character ',' at line 2, column 15" },
    });
  });
});

describe("readBlock", () => {
  it("takes the wrapper off", () => {
    expect(readBlock({ webhooks: { log: {} } })).toEqual({ ok: true, block: { log: {} } });
  });

  it("names the keys that stand beside the wrapper", () => {
    const reading = readBlock({ webhooks: {}, log: {}, limits: {} });
    expect(!reading.ok && reading.problem.message).toContain('"log", "limits"');
  });
});
