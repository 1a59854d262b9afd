// Numbers as a line of bars. Knows no unit.

const BARS = "▁▂▃▄▅▆▇█";

/**
 * One character a number, or for every few where they would not fit into `width`; what is not zero never looks
 * like zero.
 */
export function sparkline(numbers: readonly number[], width: number): string {
  const few = Math.max(1, Math.ceil(numbers.length / Math.max(1, width)));
  const sums: number[] = [];
  for (let at = 0; at < numbers.length; at += few) {
    sums.push(numbers.slice(at, at + few).reduce((sum, number) => sum + number, 0));
  }
  const most = Math.max(...sums);
  return sums.map((sum) => (sum === 0 ? " " : barOf(sum / most))).join("");
}

function barOf(share: number): string {
  return BARS[Math.ceil(share * BARS.length) - 1] ?? "";
}
