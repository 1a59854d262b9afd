// Takes from a config what no problem stands at, so that the rest of it can still be used. Judges nothing.
import { configPath } from "../language/config-path.ts";
import { isAtOrBelow, isRecord } from "./problem/path.ts";
import type { Problem } from "./settings.ts";

/** True when a problem stands at `path` or below it. */
export function covers(problems: readonly Problem[], path: string): boolean {
  return problems.some((problem) => isAtOrBelow(problem.path, path));
}

/** The keys of `raw`, written at `path`, that no problem stands at; none when it is no object. */
export function soundPart<Config>(
  raw: unknown,
  path: string,
  problems: readonly Problem[],
): Partial<Config> {
  if (!isRecord(raw)) return {};
  const sound = Object.entries(raw).filter(([key]) => !covers(problems, configPath(path, key)));
  return Object.fromEntries(sound) as Partial<Config>;
}
