// How a measured process tells its figures to the one that started it.

/**
 * Runs and times `work`, and reports how many of `count` were done per second, and the CPU time of this process for
 * each, with all its threads: other work on the machine stretches that less.
 */
export async function reportPerSecond(count: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  const perSecond = (count * 1000) / (performance.now() - started);
  report({ perSecond, cpuUsEach: (user + system) / count });
}

/** Sends the figures to the parent; printed when there is none. */
export function report(figures: Record<string, number>): void {
  if (process.send) process.send(figures);
  else console.log(JSON.stringify(figures));
}
