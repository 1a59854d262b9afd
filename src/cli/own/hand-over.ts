// Runs `openclaw webhook` with the same words, for what only the host can do.
import { spawn } from "node:child_process";
import type { Environment } from "./places.ts";

/** Resolves with the exit code. */
export async function handOver(
  why: string,
  environment: Environment,
  words: readonly string[],
): Promise<number> {
  if (process.stderr.isTTY) process.stderr.write(`Asking openclaw itself: ${why}.\n`);
  const child = spawn("openclaw", ["webhook", ...words], {
    stdio: "inherit",
    env: { ...environment },
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once("error", () => {
    process.stderr.write(
      `openclaw-webhook cannot ask this Gateway by itself (${why}), and openclaw is not on the PATH.\n`,
    );
    resolve(1);
  });
  child.once("close", (code) => resolve(code ?? 1));
  return promise;
}
