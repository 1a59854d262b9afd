// When does a series of samples count as flat?

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/**
 * How much a series has grown: the median of its last third minus the median of its middle third. The first
 * third is warm-up. NaN with fewer than three samples, which no bound allows.
 */
export function growth(samples: readonly number[]): number {
  const third = Math.floor(samples.length / 3);
  if (third === 0) return NaN;
  return median(samples.slice(-third)) - median(samples.slice(-2 * third, -third));
}
