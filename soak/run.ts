// `npm run soak`: kills the engine, kills the Gateway, both also where two share a PostgreSQL, stops that server, and
// watches for leaks. Prints a table and one JSON object; exit code 1 when anything was violated. The same --seed chooses
// the same instants.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packPlugin } from "../test/support/packed-plugin.ts";
import { killEngine } from "./kill-engine.ts";
import { killGateway } from "./kill-gateway.ts";
import { watchForLeaks } from "./leaks.ts";
import { killSharers } from "./shared/kill-sharers.ts";
import { killSharingGateways } from "./shared/kill-sharing-gateways.ts";
import { stopServer } from "./shared/stop-server.ts";
import type { Verdict } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    "gateway-rounds": { type: "string", default: "50" },
    "gateway-minutes": { type: "string", default: "60" },
    "shared-rounds": { type: "string", default: "20" },
    "shared-stops": { type: "string", default: "5" },
    "shared-gateway-rounds": { type: "string", default: "20" },
    "shared-gateway-stops": { type: "string", default: "5" },
    "away-seconds": { type: "string", default: "60" },
    seconds: { type: "string", default: "3600" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const rounds = Number(values.rounds);
const gatewayRounds = Number(values["gateway-rounds"]);
const gatewayMinutes = Number(values["gateway-minutes"]);
const seconds = Number(values.seconds);
const sharedRounds = Number(values["shared-rounds"]);
const sharedStops = Number(values["shared-stops"]);
const sharedGatewayRounds = Number(values["shared-gateway-rounds"]);
const sharedGatewayStops = Number(values["shared-gateway-stops"]);
const awayMs = Number(values["away-seconds"]) * 1000;
if (!Object.values(values).every((value) => Number(value) >= 0))
  throw new Error("every option is a number; 0 rounds, stops or seconds leave their part out");

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
if (sharedRounds > 0) {
  const onRound = (round: number): void => progress(`sharer killed ${round} of ${sharedRounds}`);
  const options = { rounds: sharedRounds, seed, longestLifeMs: LONGEST_LIFE_MS, onRound };
  verdicts.push(await outcomeOf("two engines under kill -9", () => killSharers(options)));
}
if (sharedStops > 0) {
  const onRound = (round: number): void => progress(`server stopped ${round} of ${sharedStops}`);
  const options = { rounds: sharedStops, seed, awayMs, onRound };
  verdicts.push(await outcomeOf("two engines, server stopped", () => stopServer(options)));
}
if (sharedGatewayRounds + sharedGatewayStops > 0) {
  const all = sharedGatewayRounds + sharedGatewayStops;
  const onRound = (round: number): void => progress(`two Gateways, round ${round} of ${all}`);
  const options = { kills: sharedGatewayRounds, stops: sharedGatewayStops, awayMs, seed, onRound };
  const work = (): Promise<Verdict> =>
    withPackage((tarball) => killSharingGateways({ tarball, ...options }));
  verdicts.push(await outcomeOf("two Gateways", work));
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
