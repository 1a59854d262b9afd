import { describe, expect, it } from "vitest";
import { MAX_RETRY_AFTER_MS, retryAfterAt } from "../../../src/engine/pace/retry-after.ts";

const now = Date.UTC(1994, 10, 6, 8, 49, 0);

describe("Retry-After", () => {
  it("reads seconds", () => {
    expect(retryAfterAt("120", now)).toBe(now + 120_000);
    expect(retryAfterAt(" 0 ", now)).toBe(now);
  });

  it("rounds fractions of a second up", () => {
    expect(retryAfterAt("1.5001", now)).toBe(now + 1501);
  });

  // The three examples of RFC 9110, 5.6.7: all are the same second.
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
  ])("reads the HTTP date %s", (text) => {
    expect(retryAfterAt(text, now)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  it("takes a two-digit year for the nearest one that is at most 50 years ahead", () => {
    const in2049 = Date.UTC(2049, 11, 31, 23, 59, 0);
    expect(retryAfterAt("Saturday, 01-Jan-50 00:00:00 GMT", in2049)).toBe(Date.UTC(2050, 0, 1));
    expect(retryAfterAt("Thursday, 01-Jan-15 00:00:00 GMT", Date.UTC(2026, 0, 1))).toBe(
      Date.UTC(2026, 0, 1),
    );
  });

  it("takes a date in the past for now", () => {
    expect(retryAfterAt("Sun, 06 Nov 1994 08:48:00 GMT", now)).toBe(now);
  });

  it("is capped at a day", () => {
    expect(retryAfterAt("999999999999", now)).toBe(now + MAX_RETRY_AFTER_MS);
    expect(retryAfterAt("Sun, 06 Nov 2094 08:49:37 GMT", now)).toBe(now + MAX_RETRY_AFTER_MS);
  });

  it.each([
    undefined,
    "",
    "soon",
    "-5",
    "1e9",
    "Sun, 06 Nov 1994",
    "Sun, 06 Xxx 1994 08:49:37 GMT",
  ])("ignores %s", (text) => {
    expect(retryAfterAt(text, now)).toBeUndefined();
  });
});
