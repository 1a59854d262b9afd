// A uPlot chart that keeps its container's width and the host's colours. What it shows is the caller's.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Formats } from "../pieces/format.ts";

export interface Line {
  /** Name of a CSS custom property of the page. */
  color: string;
  /** Bars from zero, else a line. */
  bars?: boolean;
}

interface Props {
  label: string;
  /** Unix seconds. */
  at: readonly number[];
  /** Values of each line; null where there is none. */
  values: ReadonlyArray<ReadonlyArray<number | null>>;
  lines: readonly Line[];
  format: (value: number) => string;
  /** On the axis of time; Unix seconds. */
  tick: Formats["tick"];
  /** The point under the pointer; undefined when there is none. */
  pointed: (index: number | undefined) => void;
}

const HEIGHT_PX = 180;
/** Of the axes' font, at most. */
const LETTER_PX = 6;
const LABEL_GAP_PX = 10;

export function Plot(props: Props): JSX.Element {
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const plot = useRef<uPlot | undefined>(undefined);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(element, latest), dataOf(latest.current), element);
    };
    draw();
    const size = new ResizeObserver(([entry]) => {
      if (entry) plot.current?.setSize({ width: entry.contentRect.width, height: HEIGHT_PX });
    });
    size.observe(element);
    // The canvas has no custom properties: a new theme is a new drawing.
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributes: true });
    return () => {
      size.disconnect();
      theme.disconnect();
      plot.current?.destroy();
    };
  }, [props.tick]);
  useEffect(() => plot.current?.setData(dataOf(props)), [props.at, props.values]);

  return <div ref={container} class="ew-plot" role="img" aria-label={props.label} />;
}

function dataOf({ at, values }: Props): uPlot.AlignedData {
  return [[...at], ...values.map((each) => [...each])] as uPlot.AlignedData;
}

function optionsOf(element: HTMLElement, latest: { current: Props }): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color("--ew-muted"),
    grid: { stroke: color("--ew-line"), width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
  };
  const bars = uPlot.paths.bars?.({ size: [0.8, 24], align: 1 });
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    padding: [8, 16, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      // Each point stands for the time that follows it: without room for the last one, now would be cut off.
      x: { range: (_, min, max) => [min, max + stepOf(latest.current.at)] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        values: (self, splits) => clockTimes(self, splits, latest.current.tick),
      },
      {
        ...axis,
        size: (_, values) => LABEL_GAP_PX + LETTER_PX * longest(values ?? []),
        values: (_, splits) => splits.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...latest.current.lines.map((line): uPlot.Series => {
        const stroke = color(line.color);
        if (line.bars && bars) {
          return { stroke, fill: stroke, width: 0, paths: bars, points: { show: false } };
        }
        const points = { size: 4, fill: stroke, filter: loneOnes };
        return { stroke, width: 1.5, spanGaps: false, points };
      }),
    ],
    hooks: {
      setCursor: [
        ({ cursor: { idx, left } }) => {
          const outside = idx === null || idx === undefined || (left ?? -1) < 0;
          latest.current.pointed(outside ? undefined : idx);
        },
      ],
    },
  };
}

const stepOf = ([first = 0, second = first]: readonly number[]): number => second - first;

/** In letters; those of East Asia take two. */
const longest = (texts: readonly string[]): number =>
  Math.max(
    0,
    ...texts.map((text) => text.replaceAll(/[\u3000-\u9fff\uac00-\ud7a3]/g, "00").length),
  );

/** The clock within a day, the day beyond. */
function clockTimes(plot: uPlot, splits: number[], tick: Formats["tick"]): string[] {
  const { min = 0, max = 0 } = plot.scales["x"] ?? {};
  const long = (max ?? 0) - (min ?? 0) > 2 * 86_400;
  return splits.map((second) => tick(second, long ? "day" : "clock"));
}

/** Where points stand too close for dots, those that no line leads to still get one. */
function loneOnes(plot: uPlot, series: number, areAllShown: boolean): number[] | null {
  if (areAllShown) return null;
  const values = plot.data[series] ?? [];
  const isThere = (index: number): boolean => (values[index] ?? null) !== null;
  return [...values.keys()].filter(
    (index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1),
  );
}
