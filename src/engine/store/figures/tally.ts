// Counts of attempts and how long they took, small enough for a row a minute. Pure: knows no table and no clock.
import type { Latency } from "./figures.ts";

/**
 * Latencies are counted in buckets whose bounds grow by 1.2: a percentile is the geometric middle of its
 * bucket, at most 9.6 % away from the truth. The first holds all up to 1 ms, the last all from 7 minutes.
 */
const growth = 1.2;
const buckets = 72;

/** What happened in a span of time. */
export interface Tally {
  /** Attempts that delivered. */
  delivered: number;
  /** Attempts that did not, the last one of a delivery that died included. */
  failed: number;
  /** Deliveries that died. */
  dead: number;
  /** Attempts that got an answer, by how long it took. */
  latencies: Uint32Array;
}

export function emptyTally(): Tally {
  return { delivered: 0, failed: 0, dead: 0, latencies: new Uint32Array(buckets) };
}

/** Counts one attempt that got its answer after `ms`. */
export function addLatency({ latencies }: Tally, ms: number): void {
  const bucket = ms <= 1 ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms) / Math.log(growth)));
  latencies[bucket] = (latencies[bucket] ?? 0) + 1;
}

/** Adds `other` to `tally`. */
export function addTally(tally: Tally, other: Tally): void {
  tally.delivered += other.delivered;
  tally.failed += other.failed;
  tally.dead += other.dead;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const count = other.latencies[bucket] ?? 0;
    if (count > 0) tally.latencies[bucket] = (tally.latencies[bucket] ?? 0) + count;
  }
}

/** The latency that a share of the attempts did not exceed, ms; undefined when none got an answer. */
export function percentile({ latencies }: Tally, share: number): number | undefined {
  const all = latencies.reduce((sum, count) => sum + count, 0);
  let left = Math.ceil(all * share);
  for (const [bucket, count] of latencies.entries()) {
    left -= count;
    if (count > 0 && left <= 0) return Number(middleOf(bucket).toPrecision(3));
  }
  return undefined;
}

/** Bounds that are told: each fourth, so that one is about twice the one before. */
const TOLD_EVERY = 4;

/** As those are told who keep figures of their own: fewer buckets, and the sum that their middles come to. */
export function latencyOf({ latencies }: Tally): Latency {
  const upTo: { ms: number; count: number }[] = [];
  let [count, sumMs] = [0, 0];
  for (const [bucket, of] of latencies.entries()) {
    count += of;
    sumMs += of * middleOf(bucket);
    const isLast = bucket === buckets - 1;
    if (bucket % TOLD_EVERY === 0 && !isLast)
      upTo.push({ ms: Number((growth ** bucket).toPrecision(3)), count });
  }
  return { count, sumMs: Math.round(sumMs), upTo };
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 1 : growth ** (bucket - 0.5);
}
