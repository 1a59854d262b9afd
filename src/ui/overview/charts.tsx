// The two charts of the overview, each with a line of words that says what the pointer is on.
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { StatsAnswer } from "../data/answers.ts";
import { Plot, type Line } from "./plot.tsx";
import { useLanguage } from "../pieces/language.ts";

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
  const { words, format } = useLanguage();
  const { points, stepMs } = stats;
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
    return format.count(each >= 10 ? Math.round(each) : Math.round(each * 100) / 100);
  };
  return (
    <Chart
      title={words.overview.perMinute}
      stats={stats}
      index={index}
      quiet={points.every(({ delivered, failed, dead }) => delivered + failed + dead === 0)}
      legend={({ delivered, failed, dead }) => [
        { tone: "ok", text: words.overview.legend.delivered(rate(delivered)) },
        { tone: "warn", text: words.overview.legend.failed(rate(failed)) },
        { tone: "bad", text: words.overview.legend.dead(rate(dead)) },
      ]}
    >
      <Plot
        label={words.overview.perMinute}
        at={at}
        values={values}
        lines={STACK}
        format={(value) => format.count(value)}
        tick={format.tick}
        pointed={pointed}
      />
    </Chart>
  );
}

export function ResponseChart({ stats }: { stats: StatsAnswer }): JSX.Element {
  const { words, format } = useLanguage();
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
      title={words.overview.response}
      stats={stats}
      index={index}
      quiet={points.every(({ p50 }) => p50 === undefined)}
      legend={({ p50, p95, p99 }) => [
        { tone: "ok", text: `p50 ${format.ms(p50)}` },
        { tone: "warn", text: `p95 ${format.ms(p95)}` },
        { tone: "idle", text: `p99 ${format.ms(p99)}` },
      ]}
    >
      <Plot
        label={words.overview.response}
        at={at}
        values={values}
        lines={PERCENTILES}
        format={(value) => format.ms(value)}
        tick={format.tick}
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
  legend: (point: StatsAnswer["points"][number]) => Array<{ tone: string; text: string }>;
  children: JSX.Element;
}

function Chart({ title, stats, index, quiet, legend, children }: ChartProps): JSX.Element {
  const { words, format } = useLanguage();
  const point = stats.points[index ?? stats.points.length - 1];
  return (
    <section class="ew-card" aria-label={title}>
      <h2>{title}</h2>
      <p class="ew-legend">
        {point &&
          legend(point).map(({ tone, text }) => (
            <span key={tone} class="ew-state" data-tone={tone}>
              <i aria-hidden="true" />
              {text}
            </span>
          ))}
        <span class="ew-quiet">{point ? format.time(point.at, Date.now()) : words.shell.none}</span>
      </p>
      {quiet ? <p class="ew-plot ew-quiet-plot">{words.overview.quiet}</p> : children}
    </section>
  );
}
