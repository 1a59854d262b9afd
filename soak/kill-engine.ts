// Kills a process that captures and sends, again and again, and accounts for every event at the end.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Delivery } from "../src/engine/record.ts";
import { openSqliteReader } from "../src/engine/store/sqlite/sqlite-store.ts";
import type { ListFilter } from "../src/engine/store/store.ts";
import { createDice } from "./dice.ts";
import { createLedger } from "./ledger.ts";
import { startRoughReceiver } from "./rough-receiver.ts";
import type { Verdict } from "./verdict.ts";

export interface KillEngineOptions {
  rounds: number;
  seed: number;
  /** From the first acknowledgement of a life to its end, ms. */
  longestLifeMs: number;
  onRound?: (round: number) => void;
}

const ALL = 100_000_000;
/** One life in so many ends before it has acknowledged anything. */
const STILLBORN = 8;
const LONGEST_BIRTH_MS = 500;
const DRAIN_MS = 120_000;

export async function killEngine(options: KillEngineOptions): Promise<Verdict> {
  const { rounds, seed, longestLifeMs, onRound } = options;
  const dice = createDice(seed);
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-soak-"));
  const path = join(directory, "deliveries.sqlite");
  const ledger = createLedger(["free", "ordered"], ["ordered"]);
  const receiver = await startRoughReceiver(createDice(seed + 1), ledger);

  const live = (life: number): ChildProcess => {
    const script = new URL("engine-process.ts", import.meta.url);
    const args = [path, receiver.url, String(life), String(seed + life)];
    const child = fork(script, args, { execArgv: [] });
    child.on("message", (ids) => {
      for (const id of ids as string[]) ledger.acknowledged(id);
    });
    return child;
  };

  async function round(life: number): Promise<void> {
    const child = live(life);
    // "close" comes after the last message was read, "exit" may come before.
    const gone = once(child, "close");
    if (life % STILLBORN === 0) await setTimeout(dice.between(0, LONGEST_BIRTH_MS));
    else {
      await Promise.race([once(child, "message"), gone]);
      await setTimeout(dice.between(0, longestLifeMs));
    }
    if (child.exitCode !== null) throw new Error(`life ${life} ended by itself`);
    child.kill("SIGKILL");
    await gone;
    await receiver.deserted();
    ledger.killed(await read(path, { status: ["pending", "failed"], limit: ALL }));
  }

  try {
    for (let life = 1; life <= rounds; life += 1) {
      await round(life);
      onRound?.(life);
    }
    const last = live(0);
    const [code] = (await once(last, "close", { signal: AbortSignal.timeout(DRAIN_MS) }).catch(
      () => {
        last.kill("SIGKILL");
        return ["did not settle everything in time"];
      },
    )) as [number | string];
    const { figures, violations } = ledger.close(await read(path, { limit: ALL }));
    if (code !== 0) violations.push(`the last life ended with ${code}`);
    return { part: "engine under kill -9", figures: { kills: rounds, ...figures }, violations };
  } finally {
    await receiver.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function read(path: string, filter: ListFilter): Promise<Delivery[]> {
  const reader = openSqliteReader({ path });
  try {
    return await reader.list(filter);
  } finally {
    await reader.close();
  }
}
