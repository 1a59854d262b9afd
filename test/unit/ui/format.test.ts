import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../src/ui/deliveries/stages.ts";
import { filterOf } from "../../../src/ui/deliveries/filters.ts";
import {
  formatBytes,
  formatDistance,
  formatMs,
  formatRate,
  formatSpan,
} from "../../../src/ui/pieces/format.ts";

const NOW = Date.UTC(2026, 2, 14, 10, 30);

describe("what people read", () => {
  it.each([
    [undefined, "–"],
    [0, "0 ms"],
    [0.4, "<1 ms"],
    [128.4, "128 ms"],
    [1240, "1.24 s"],
    [75_000, "1 min 15 s"],
  ])("says %s ms as %s", (ms, text) => expect(formatMs(ms)).toBe(text));

  it("never rounds a failure away, nor a success", () => {
    expect(formatRate(1)).toBe("100 %");
    expect(formatRate(0.999_999)).toBe("99.99 %");
    expect(formatRate(0.000_001)).toBe("0.01 %");
    expect(formatRate(0)).toBe("0 %");
    expect(formatRate(0.9812)).toBe("98.1 %");
  });

  it("says spans in their two largest units, and distances with their direction", () => {
    expect(formatSpan(2 * 86_400_000 + 3_600_000)).toBe("2 d 1 h");
    expect(formatDistance("2026-03-14T10:34:00Z", NOW)).toBe("in 4 min");
    expect(formatDistance("2026-03-14T10:29:58Z", NOW)).toBe("2 s ago");
    expect(formatBytes(1204)).toBe("1.2 kB");
  });

  it("shares an attempt's time among the stages that it reached", () => {
    const stages = stagesOf({ connect: 20, firstByte: 120, total: 131 });
    expect(stages).toEqual([
      { name: "connect", ms: 20 },
      { name: "firstByte", ms: 100 },
      { name: "total", ms: 11 },
    ]);
  });

  it("asks for what the address says, and leaves out what is empty", () => {
    expect(filterOf({ status: "dead", endpoint: "crm", text: " ", time: "hour" }, NOW)).toEqual({
      status: ["dead"],
      endpoint: "crm",
      since: "2026-03-14T09:30:00.000Z",
    });
  });
});
