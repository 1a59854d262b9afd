import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../src/ui/deliveries/stages.ts";
import { filterOf } from "../../../src/ui/deliveries/filters.ts";
import { spokenIn } from "../../../src/ui/pieces/language.ts";

const NOW = Date.UTC(2026, 2, 14, 10, 30);
const { format } = spokenIn("en");

describe("what people read", () => {
  it.each([
    [undefined, "–"],
    [0, "0 ms"],
    [0.4, "<1 ms"],
    [128.4, "128 ms"],
    [1240, "1.24 sec"],
    [75_000, "1 min 15 sec"],
  ])("says %s ms as %s", (ms, text) => expect(format.ms(ms)).toBe(text));

  it("never rounds a failure away, nor a success", () => {
    expect(format.rate(1)).toBe("100%");
    expect(format.rate(0.999_999)).toBe("99.99%");
    expect(format.rate(0.000_001)).toBe("0.01%");
    expect(format.rate(0)).toBe("0%");
    expect(format.rate(0.9812)).toBe("98.1%");
  });

  it("says spans in their two largest units, and distances with their direction", () => {
    expect(format.span(2 * 86_400_000 + 3_600_000)).toBe("2 days 1 hr");
    expect(format.distance("2026-03-14T10:34:00Z", NOW)).toBe("in 4 min");
    expect(format.distance("2026-03-14T10:29:58Z", NOW)).toBe("2 sec ago");
    expect(format.bytes(1204)).toBe("1.2 kB");
  });

  it.each([
    ["en", ["in 4 min", "1.24 sec", "98.1%", "12,345", "1.2 kB"], ["10:29:58", "Mar 12, 07:05"]],
    ["ko", ["4분 후", "1.24초", "98.1%", "12,345", "1.2 kB"], ["10:29:58", "3월 12일 07:05"]],
    ["ja", ["4 分後", "1.24 秒", "98.1%", "12,345", "1.2 kB"], ["10:29:58", "3月12日 07:05"]],
    ["zh-CN", ["4分钟后", "1.24秒", "98.1%", "12,345", "1.2 kB"], ["10:29:58", "3月12日 07:05"]],
  ])("says all of it in %s", (locale, figures, times) => {
    const { ms, rate, count, bytes, distance, time } = spokenIn(locale).format;
    expect([
      distance("2026-03-14T10:34:00Z", NOW),
      ms(1240),
      rate(0.9812),
      count(12_345),
      bytes(1204),
    ]).toEqual(figures);
    expect(["2026-03-14T10:29:58Z", "2026-03-12T07:05:00Z"].map((at) => time(at, NOW))).toEqual(
      times,
    );
  });

  it("counts the hours of a day from 0", () => {
    expect(format.time("2026-03-14T00:05:09Z", NOW)).toBe("00:05:09");
  });

  it.each([
    ["en-GB", "en", "en-GB"],
    ["ko-KR", "ko", "ko-KR"],
    ["ja-JP", "ja", "ja-JP"],
    ["zh-Hans-SG", "zh-CN", "zh-Hans-SG"],
    // Without words of ours, and what is no locale at all: English words, and English numbers with them.
    ["de", "en", "en"],
    ["zh-TW", "en", "en"],
    ["en-US@posix", "en", "en"],
  ])("speaks to a browser of %s in %s", (asked, language, locale) => {
    expect(spokenIn(asked)).toMatchObject({ language, locale });
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
