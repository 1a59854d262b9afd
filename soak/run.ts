// `npm run soak`: kills the engine, kills the Gateway, watches for leaks. Prints a table and one JSON object;
// exit code 1 when anything was violated. The same --seed chooses the same instants.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packPlugin } from "../test/support/packed-plugin.ts";
import { killEngine } from "./kill-engine.ts";
import { killGateway } from "./kill-gateway.ts";
import { watchForLeaks } from "./leaks.ts";
import type { Verdict } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    "gateway-rounds": { type: "string", default: "50" },
    "gateway-minutes": { type: "string", default: "60" },
    seconds: { type: "string", default: "3600" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const rounds = Number(values.rounds);
const gatewayRounds = Number(values["gateway-rounds"]);
const gatewayMinutes = Number(values["gateway-minutes"]);
const seconds = Number(values.seconds);
if (![seed, rounds, gatewayRounds, gatewayMinutes, seconds].every((number) => number >= 0))
  throw new Error(
    "every option is a number; --rounds, --gateway-rounds and --seconds leave their part out with 0",
  );

const LONGEST_LIFE_MS = 900;

async function withPackage(use: (tarball: string) => Promise<Verdict>): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-soak-package-"));
  try {
    return await use(await packPlugin(directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A part that throws has not shown what it should. */
async function outcomeOf(part: string, work: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    return { part, figures: {}, violations: [`it broke off: ${String(error)}`] };
  }
}

const progress = (text: string): void => void process.stderr.write(`${text}\n`);

const verdicts: Verdict[] = [];
if (rounds > 0) {
  const onRound = (round: number): void => progress(`engine killed ${round} of ${rounds}`);
  const options = { rounds, seed, longestLifeMs: LONGEST_LIFE_MS, onRound };
  verdicts.push(await outcomeOf("engine under kill -9", () => killEngine(options)));
}
if (gatewayRounds > 0) {
  const onRound = (round: number): void => progress(`Gateway killed ${round} of ${gatewayRounds}`);
  const bounds = { rounds: gatewayRounds, longestMs: gatewayMinutes * 60_000 };
  const work = (): Promise<Verdict> =>
    withPackage((tarball) => killGateway({ tarball, ...bounds, seed, onRound }));
  verdicts.push(await outcomeOf("Gateway under kill -9", work));
}
if (seconds > 0) {
  const onSample = (sample: object): void => progress(JSON.stringify(sample));
  verdicts.push(await outcomeOf("leaks", () => watchForLeaks({ seconds, seed, onSample })));
}

const violated = verdicts.some(({ violations }) => violations.length > 0);
console.table(
  verdicts.flatMap(({ part, figures }) =>
    Object.entries(figures).map(([figure, value]) => ({ part, figure, value })),
  ),
);
for (const { part, violations } of verdicts)
  for (const violation of violations) console.log(`✗ ${part}: ${violation}`);
console.log(JSON.stringify({ date: new Date().toISOString(), seed, passed: !violated, verdicts }));
process.exitCode = violated ? 1 : 0;
