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
    expect(readBlock({ webhooks: { log: {} } })).toEqual({
      ok: true,
      block: { log: {} },
      problems: [],
    });
  });

  it("reads what stands beside the wrapper, and names it", () => {
    const inner = { endpoints: [1], log: { maxAgeDays: 7 } };
    const beside = { endpoints: [2], log: {}, limits: {} };
    expect(readBlock({ webhooks: inner, ...beside })).toEqual({
      ok: true,
      block: { endpoints: [1, 2], log: { maxAgeDays: 7 }, limits: {} },
      problems: [
        'stands beside "endpoints"; move it into "webhooks" or remove the wrapper',
        'stands beside another "log", which is left out; move it into "webhooks" or remove the wrapper',
        'stands beside "limits"; move it into "webhooks" or remove the wrapper',
      ].map((message) => ({ path: "webhooks", message })),
    });
  });
});
