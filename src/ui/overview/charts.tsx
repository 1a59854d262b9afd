// The two charts of the overview, each with a line of words that says what the pointer is on.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { StatsAnswer } from "../data/answers.ts";
import { formatCount, formatMs, formatTime } from "../pieces/format.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { Plot, type Line } from "./plot.tsx";
import { OVERVIEW as SAID, WORDS } from "../words/page.ts";

/** Drawn one over the other: the highest bar first. */
const STACK: Line[] = [
  { color: "--ew-bad", bars: true },
  { color: "--ew-warn", bars: true },
  { color: "--ew-ok", bars: true },
];
const PERCENTILES: Line[] = [
  { color: "--ew-quiet-line" },
  { color: "--ew-warn" },
  { color: "--ew-ok" },
];

export function OutcomeChart({ stats }: { stats: StatsAnswer }): JSX.Element {
  const { points, stepMs } = stats;
  const { locale } = useSurroundings().source;
  const at = useMoments(stats);
  const perMinute = 60_000 / stepMs;
  const values = useMemo(() => {
    const sums = points.map(({ delivered, failed, dead }) => [
      delivered + failed + dead,
      delivered + failed,
      delivered,
    ]);
    return [0, 1, 2].map((line) => sums.map((sum) => (sum[line] ?? 0) * perMinute));
  }, [points, perMinute]);
  const [index, pointed] = useState<number>();
  const rate = (value: number): string => {
    const each = value * perMinute;
    return formatCount(each >= 10 ? Math.round(each) : Math.round(each * 100) / 100, locale);
  };
  return (
    <Chart
      title={SAID.perMinute}
      stats={stats}
      index={index}
      quiet={points.every(({ delivered, failed, dead }) => delivered + failed + dead === 0)}
      words={({ delivered, failed, dead }) => [
        { tone: "ok", text: `${rate(delivered)} delivered` },
        { tone: "warn", text: `${rate(failed)} failed` },
        { tone: "bad", text: `${rate(dead)} dead` },
      ]}
    >
      <Plot
        label={SAID.perMinute}
        at={at}
        values={values}
        lines={STACK}
        format={(value) => formatCount(value, locale)}
        pointed={pointed}
      />
    </Chart>
  );
}

export function ResponseChart({ stats }: { stats: StatsAnswer }): JSX.Element {
  const { points } = stats;
  const at = useMoments(stats);
  const values = useMemo(
    () =>
      (["p99", "p95", "p50"] as const).map((name) => points.map((point) => point[name] ?? null)),
    [points],
  );
  const [index, pointed] = useState<number>();
  return (
    <Chart
      title={SAID.response}
      stats={stats}
      index={index}
      quiet={points.every(({ p50 }) => p50 === undefined)}
      words={({ p50, p95, p99 }) => [
        { tone: "ok", text: `p50 ${formatMs(p50)}` },
        { tone: "warn", text: `p95 ${formatMs(p95)}` },
        { tone: "idle", text: `p99 ${formatMs(p99)}` },
      ]}
    >
      <Plot
        label={SAID.response}
        at={at}
        values={values}
        lines={PERCENTILES}
        format={(value) => formatMs(value)}
        pointed={pointed}
      />
    </Chart>
  );
}

function useMoments({ points }: StatsAnswer): number[] {
  return useMemo(() => points.map(({ at }) => Date.parse(at) / 1000), [points]);
}

interface ChartProps {
  title: string;
  stats: StatsAnswer;
  index: number | undefined;
  quiet: boolean;
  words: (point: StatsAnswer["points"][number]) => Array<{ tone: string; text: string }>;
  children: JSX.Element;
}

function Chart({ title, stats, index, quiet, words, children }: ChartProps): JSX.Element {
  const { locale } = useSurroundings().source;
  const point = stats.points[index ?? stats.points.length - 1];
  return (
    <section class="ew-card" aria-label={title}>
      <h2>{title}</h2>
      <p class="ew-legend">
        {point &&
          words(point).map(({ tone, text }) => (
            <span key={tone} class="ew-state" data-tone={tone}>
              <i aria-hidden="true" />
              {text}
            </span>
          ))}
        <span class="ew-quiet">
          {point ? formatTime(point.at, Date.now(), locale) : WORDS.none}
        </span>
      </p>
      {quiet ? <p class="ew-plot ew-quiet-plot">{SAID.quiet}</p> : children}
    </section>
  );
}
