// How a measured process tells its figures to the one that started it.

/** Runs and times `work`, and reports how many of `count` were done per second. */
export async function reportPerSecond(count: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  report({ perSecond: (count * 1000) / (performance.now() - started) });
}

/** Sends the figures to the parent; printed when there is none. */
export function report(figures: Record<string, number>): void {
  if (process.send) process.send(figures);
  else console.log(JSON.stringify(figures));
}
