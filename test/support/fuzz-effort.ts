// How long a fuzz test goes on: a few runs, or FUZZ_SECONDS when `npm run fuzz` asks for it.

const seconds = Number(process.env["FUZZ_SECONDS"] ?? 0);
const SHORTEST_TIMEOUT_MS = 60_000;

/** Parameters of `fc.assert`. `runs`: how many without a time. */
export function effort(runs: number): {
  numRuns: number;
  interruptAfterTimeLimit?: number;
  markInterruptAsFailure?: boolean;
} {
  if (seconds === 0) return { numRuns: runs };
  return {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  };
}

/** Timeout of the test around it, ms. */
export const patience = SHORTEST_TIMEOUT_MS + seconds * 1000;
