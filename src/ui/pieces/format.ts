// Numbers, times and sizes as people read them. Pure: the moment and the locale are given.

export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return "–";
  if (ms > 0 && ms < 1) return "<1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return formatSpan(ms);
}

/** The two largest units of a span. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, "min", seconds % 60, "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, "h", minutes % 60, "min");
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** 0 to 1 as percent; never 100 % while anything failed, never 0 % while anything arrived. */
export function formatRate(rate: number | undefined): string {
  if (rate === undefined) return "–";
  const percent = rate * 100;
  if (percent === 100 || percent === 0) return `${percent} %`;
  const shown = Math.min(99.99, Math.max(0.01, percent));
  return `${shown.toFixed(shown >= 99.9 || shown < 0.1 ? 2 : 1)} %`;
}

export function formatCount(count: number | undefined, locale: string): string {
  return count === undefined ? "–" : count.toLocaleString(locale);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** In the viewer's zone: today the time alone, else with its day. */
export function formatTime(iso: string, now: number, locale: string): string {
  const at = new Date(iso);
  const sameDay = at.toDateString() === new Date(now).toDateString();
  return formats(locale)[sameDay ? "clock" : "day"].format(at);
}

/** The exact instant, for a hover. */
export function formatExact(iso: string, locale: string): string {
  return `${formats(locale).exact.format(new Date(iso))}\n${iso}`;
}

type Formats = Readonly<Record<"clock" | "day" | "exact", Intl.DateTimeFormat>>;

const known = new Map<string, Formats>();

/** Kept, because making one costs more than a whole row of the list. */
function formats(locale: string): Formats {
  const kept = known.get(locale);
  if (kept) return kept;
  const minute = { hour: "2-digit", minute: "2-digit", hour12: false } as const;
  const made: Formats = {
    clock: new Intl.DateTimeFormat(locale, { ...minute, second: "2-digit" }),
    day: new Intl.DateTimeFormat(locale, { ...minute, month: "short", day: "numeric" }),
    exact: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" }),
  };
  known.set(locale, made);
  return made;
}

/** "in 4 min" or "2 s ago". */
export function formatDistance(iso: string, now: number): string {
  const distance = Date.parse(iso) - now;
  if (Math.abs(distance) < 1000) return "now";
  return distance > 0 ? `in ${formatSpan(distance)}` : `${formatSpan(-distance)} ago`;
}
