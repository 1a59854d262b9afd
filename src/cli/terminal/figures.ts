// Figures as people read them. Counts nothing.

/** `rate`: 0 to 1. Rounded down: 100 % means that nothing failed. */
export function percent(rate: number | undefined): string {
  return rate === undefined ? "" : `${Math.floor(rate * 1000) / 10} %`;
}

export function latency(ms: number | undefined): string {
  if (ms === undefined) return "";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
