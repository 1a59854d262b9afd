// The rows of what hostile requests cost.
import { HOSTILE_KINDS } from "./hostile-bodies.ts";
import { measureInGateway, type Extent } from "./measure.ts";
import { row, withGoal, type Row } from "./rows.ts";

/** p99.9 of a Gateway's thread per request. */
const GOAL_MS = 20;

export async function hostileRows({ runs }: Extent): Promise<Row[]> {
  const all = await measureInGateway(runs, "hostile.ts");
  const hold = "Gateway's thread held per request of 1 MiB";
  return [
    row("Gateway's thread held within 2 s, idle, p50", "ms", all, "idleP50Ms"),
    row("Gateway's thread held within 2 s, idle, worst", "ms", all, "idleWorstMs"),
    row(`${hold}, bare route, p50`, "ms", all, "bareP50Ms"),
    row(`${hold}, bare route, worst`, "ms", all, "bareWorstMs"),
    withGoal(row(`${hold}, all kinds, p99.9`, "ms", all, "holdP999Ms"), "<=", GOAL_MS),
    row(`${hold}, all kinds, worst`, "ms", all, "holdWorstMs"),
    ...HOSTILE_KINDS.flatMap(({ name }) => [
      row(`${hold}, ${name}, p50`, "ms", all, `p50Ms ${name}`),
      row(`${hold}, ${name}, worst`, "ms", all, `worstMs ${name}`),
      row(`answer after, ${name}, worst`, "ms", all, `answerMs ${name}`),
    ]),
    row("disk per MB of refused requests", "MB", all, "diskPerMb"),
    row("RSS per MB of refused requests", "MB", all, "rssPerMb"),
    row("memory per MB of bodies that do not come to their end", "MB", all, "trickledPerMb"),
    row("wrong tokens until one is stopped", "requests", all, "guesses"),
    row("time until a wrong token is stopped", "ms", all, "guessedMs"),
    row("wrong tokens at a status until one is stopped", "requests", all, "statusGuesses"),
  ];
}
