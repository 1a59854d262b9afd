// Deliveries in numbers as operators are shown them: what the log holds, and what became of attempts over time.
import type { StoreStats } from "../engine/store/stats.ts";
import type { Figure, Figures, FiguresQuery } from "../engine/store/figures/figures.ts";
import type { LogReader } from "./questions.ts";
import { isoTime } from "./time.ts";

export type Range = "hour" | "day" | "week";

export interface StatsParams {
  /** Default `day`. */
  range?: Range;
  endpoint?: string;
  /** Of a log that several Gateways share: only attempts of this one. */
  instanceId?: string;
}

/** Attempts of a span of time. Latencies in ms, of attempts that got an answer, within 10 %. */
export interface FigureRow extends Figure {
  /** Share of the attempts that delivered, 0 to 1; absent = there was none. */
  successRate?: number;
}

/** Of one endpoint. */
export interface EndpointFigures extends Omit<FigureRow, "p99"> {
  endpoint: string;
  /** Its deliveries that are pending or failed, now. */
  waiting: number;
}

/** Of one Gateway that shares the log. */
export interface GatewayFigures extends Omit<FigureRow, "p99"> {
  instanceId: string;
}

/** The counts say what the log holds now. Times are ISO 8601. */
export interface Stats extends Omit<StoreStats, "oldestActiveAt"> {
  /** Creation time of the oldest delivery that is still pending or failed. */
  oldestActiveAt?: string;
  range: Range;
  /** The points cover `from` up to, not including, `to`, `stepMs` each. */
  from: string;
  to: string;
  stepMs: number;
  points: (Figure & { at: string })[];
  total: FigureRow;
  /** What waits and what died, as the log holds it now; only of `endpoint` where one was asked for. */
  backlog: { waiting: number; oldestAt?: string; dead: number };
  /** Those with most trouble first. */
  endpoints: EndpointFigures[];
  /** Only of a shared log, by name: what each Gateway attempted, whichever was asked for. */
  instances?: GatewayFigures[];
  /** How often the host did what no rule expects, since the Gateway started; absent = never, or no Gateway runs. */
  unexpected?: number;
}

const MINUTE_MS = 60_000;
const STEPS: Readonly<Record<Range, { stepMs: number; points: number }>> = {
  hour: { stepMs: MINUTE_MS, points: 60 },
  day: { stepMs: 15 * MINUTE_MS, points: 96 },
  week: { stepMs: 120 * MINUTE_MS, points: 84 },
};
const MOST_ENDPOINTS = 200;

/** The span of a range that holds `now` in its last step. */
export function spanOf(range: Range, now: number): Pick<FiguresQuery, "from" | "to" | "stepMs"> {
  const { stepMs, points } = STEPS[range];
  const to = (Math.floor(now / stepMs) + 1) * stepMs;
  return { from: to - points * stepMs, to, stepMs };
}

export async function readStats(
  log: Pick<LogReader, "stats" | "figures">,
  { range = "day", endpoint, instanceId: instance }: StatsParams,
  now: number,
): Promise<Stats> {
  const span = spanOf(range, now);
  const { oldestActiveAt, ...counts } = await log.stats();
  const figures = await log.figures({
    ...span,
    ...(endpoint !== undefined && { endpoint }),
    ...(instance !== undefined && { instance }),
  });
  const { oldestAt, ...backlog } = figures.backlog;
  return {
    ...counts,
    ...(oldestActiveAt !== undefined && { oldestActiveAt: isoTime(oldestActiveAt) }),
    range,
    from: isoTime(span.from),
    to: isoTime(span.to),
    stepMs: span.stepMs,
    points: figures.points.map((point) => ({ ...point, at: isoTime(point.at) })),
    total: { ...figures.total, ...rateOf(figures.total) },
    backlog: { ...backlog, ...(oldestAt !== undefined && { oldestAt: isoTime(oldestAt) }) },
    endpoints: endpointFigures(figures).slice(0, MOST_ENDPOINTS),
    ...(figures.instances && { instances: figures.instances.map(gatewayFigures) }),
  };
}

/** Those with most trouble first; one that neither sent nor waits is left out. */
export function endpointFigures({ endpoints }: Pick<Figures, "endpoints">): EndpointFigures[] {
  return endpoints
    .filter(({ delivered, failed, dead, waiting }) => delivered + failed + dead + waiting > 0)
    .sort(
      (one, other) =>
        other.dead - one.dead ||
        other.failed - one.failed ||
        other.waiting - one.waiting ||
        other.delivered - one.delivered ||
        (one.endpoint < other.endpoint ? -1 : 1),
    )
    .map(({ p99: _p99, ...figure }) => ({ ...figure, ...rateOf(figure) }));
}

function gatewayFigures({
  instance,
  p99: _p99,
  ...figure
}: NonNullable<Figures["instances"]>[number]): GatewayFigures {
  return { instanceId: instance, ...figure, ...rateOf(figure) };
}

function rateOf({ delivered, failed }: Figure): Pick<FigureRow, "successRate"> {
  const attempts = delivered + failed;
  return attempts === 0 ? {} : { successRate: delivered / attempts };
}
