// Numbers, times and sizes as people read them, in their language. Pure: the moment is given.
import type { PageWords } from "../../words/page.ts";

export interface Formats {
  ms: (ms: number | undefined) => string;
  /** The two largest units of a span of ms. */
  span: (ms: number) => string;
  /** 0 to 1 as percent; never 100 % while anything failed, never 0 % while anything arrived. */
  rate: (rate: number | undefined) => string;
  count: (count: number | undefined) => string;
  bytes: (bytes: number) => string;
  /** In the viewer's zone: today the time alone, else with its day. */
  time: (iso: string, now: number) => string;
  /** The exact instant, for a hover. */
  exact: (iso: string) => string;
  /** How far it is from now, and in which direction. */
  distance: (iso: string, now: number) => string;
  /** For the axis of a chart; Unix seconds. */
  tick: (second: number, unit: "clock" | "day") => string;
}

type Unit = "millisecond" | "second" | "minute" | "hour" | "day";

const MINUTE = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { month: "short", day: "numeric" } as const;

/** Each Intl object is made once, because making one costs more than a whole row of a list. */
export function createFormats(
  locale: string,
  { none, now: atOnce, ago, ahead }: PageWords["shell"],
): Formats {
  const plain = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const [whole, oneDigit, twoDigits] = [0, 1, 2].map(
    (digits) =>
      new Intl.NumberFormat(locale, {
        style: "percent",
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ) as [Intl.NumberFormat, Intl.NumberFormat, Intl.NumberFormat];
  const units = new Map<string, Intl.NumberFormat>();
  const dates = {
    clock: new Intl.DateTimeFormat(locale, { ...MINUTE, second: "2-digit" }),
    day: new Intl.DateTimeFormat(locale, { ...MINUTE, ...DAY }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" }),
  };
  const ticks = {
    clock: new Intl.DateTimeFormat(locale, MINUTE),
    day: new Intl.DateTimeFormat(locale, DAY),
  };

  function measure(value: number, unit: Unit, digits = 0): string {
    const key = `${unit} ${digits}`;
    const options = { style: "unit", unit, unitDisplay: "short" } as const;
    const format =
      units.get(key) ??
      new Intl.NumberFormat(locale, {
        ...options,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    units.set(key, format);
    return format.format(value);
  }

  const pair = (large: number, largeUnit: Unit, small: number, smallUnit: Unit): string =>
    small === 0
      ? measure(large, largeUnit)
      : `${measure(large, largeUnit)} ${measure(small, smallUnit)}`;

  function span(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return measure(seconds, "second");
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return pair(minutes, "minute", seconds % 60, "second");
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return pair(hours, "hour", minutes % 60, "minute");
    return pair(Math.floor(hours / 24), "day", hours % 24, "hour");
  }

  return {
    ms(ms) {
      if (ms === undefined) return none;
      if (ms > 0 && ms < 1) return `<${measure(1, "millisecond")}`;
      if (ms < 1000) return measure(Math.round(ms), "millisecond");
      return ms < 60_000 ? measure(ms / 1000, "second", ms < 10_000 ? 2 : 1) : span(ms);
    },
    span,
    rate(rate) {
      if (rate === undefined) return none;
      if (rate === 1 || rate === 0) return whole.format(rate);
      const shown = Math.min(0.9999, Math.max(0.0001, rate));
      return (shown >= 0.999 || shown < 0.001 ? twoDigits : oneDigit).format(shown);
    },
    count: (count) => (count === undefined ? none : plain.format(count)),
    bytes(bytes) {
      if (bytes < 1000) return `${plain.format(bytes)} B`;
      if (bytes < 1_000_000) return `${tenths.format(bytes / 1000)} kB`;
      return `${tenths.format(bytes / 1_000_000)} MB`;
    },
    time(iso, now) {
      const at = new Date(iso);
      const sameDay = at.toDateString() === new Date(now).toDateString();
      return dates[sameDay ? "clock" : "day"].format(at);
    },
    exact: (iso) => `${dates.exact.format(new Date(iso))}\n${iso}`,
    distance(iso, now) {
      const distance = Date.parse(iso) - now;
      if (Math.abs(distance) < 1000) return atOnce;
      return distance > 0 ? ahead(span(distance)) : ago(span(-distance));
    },
    tick: (second, unit) => ticks[unit].format(new Date(second * 1000)),
  };
}
