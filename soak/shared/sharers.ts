// Two processes with an engine each on one PostgreSQL, a receiver on a bad day, and the books of all that they promise.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { startPostgresServer, type PostgresServer } from "../../test/support/postgres-server.ts";
import { createDice } from "../dice.ts";
import { createLedger } from "../ledger.ts";
import { SLOWEST_MS, startRoughReceiver } from "../rough-receiver.ts";
import type { Verdict } from "../verdict.ts";
import { openSharedLog, type SharedLog } from "./shared-log.ts";

export const NAMES = ["node-1", "node-2"] as const;
export type Name = (typeof NAMES)[number];

export interface Sharers {
  server: PostgresServer;
  log: SharedLog;
  /** Starts the next life of this one; resolves when it has acknowledged something. */
  begin: (name: Name) => Promise<void>;
  /** `kill -9`. Resolves when it is known what it had in its hands. */
  kill: (name: Name) => Promise<void>;
  /** Resolves when what both kept while the server was away is told to it. */
  told: () => Promise<void>;
  /** Lets both settle everything and leave, and compares. */
  close: (part: string, figures: Record<string, number>) => Promise<Verdict>;
  /** To be called whatever happened. */
  clean: () => Promise<void>;
}

const SCHEMA = "event_webhooks";
const DRAIN_MS = 180_000;
const LOOK_MS = 250;
/** A request that is on its way at a kill has been answered, or never will be, after that. */
const ANSWERED_MS = SLOWEST_MS + 250;

export async function startSharers(seed: number): Promise<Sharers> {
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-soak-"));
  const ledger = createLedger(["free", "ordered"], ["ordered"]);
  const receiver = await startRoughReceiver(createDice(seed + 1), ledger);
  const server = await startPostgresServer();
  const log = openSharedLog(server.url, SCHEMA);
  const children = new Map<Name, ChildProcess>();
  let lives = 0;

  function live(name: Name, life: number): ChildProcess {
    const script = new URL("../engine-process.ts", import.meta.url);
    const path = join(directory, name, "deliveries.sqlite");
    const store = JSON.stringify({ url: server.url, schema: SCHEMA, instance: name });
    const args = [path, receiver.url, String(life), String(seed + life), store];
    const child = fork(script, args, { execArgv: [] });
    children.set(name, child);
    child.on("message", (ids) => {
      for (const id of ids as string[]) ledger.acknowledged(id);
    });
    return child;
  }

  /** The code of each that did not end as it should. */
  async function drain(): Promise<string[]> {
    const ends = NAMES.map(async (name) => {
      const child = live(name, 0);
      const [code] = (await once(child, "close", { signal: AbortSignal.timeout(DRAIN_MS) }).catch(
        () => {
          child.kill("SIGKILL");
          return ["did not settle everything in time"];
        },
      )) as [number | string];
      return code === 0 ? [] : [`the last life of ${name} ended with ${code}`];
    });
    return (await Promise.all(ends)).flat();
  }

  return {
    server,
    log,
    async begin(name) {
      lives += 1;
      const child = live(name, lives);
      const ended = once(child, "close").then(() => {
        throw new Error(`life ${lives} of ${name} ended by itself`);
      });
      await Promise.race([once(child, "message"), ended]);
      ended.catch(() => undefined);
    },
    async kill(name) {
      const child = children.get(name);
      if (child === undefined) return;
      if (child.exitCode !== null) throw new Error(`${name} ended by itself`);
      // "close" comes after the last message was read, "exit" may come before.
      const gone = once(child, "close");
      child.kill("SIGKILL");
      await gone;
      await setTimeout(ANSWERED_MS);
      ledger.killed(await log.inHandsOf(name));
    },
    async told() {
      for (const name of NAMES) while (spooled(join(directory, name))) await setTimeout(LOOK_MS);
    },
    async close(part, figures) {
      const unfinished = await drain();
      const books = ledger.close(await log.all());
      return {
        part,
        figures: { ...figures, ...books.figures },
        violations: [...books.violations, ...unfinished],
      };
    },
    async clean() {
      for (const child of children.values()) child.kill("SIGKILL");
      await Promise.all([receiver.close(), log.close()]);
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Whether something waits in its spool. */
function spooled(folder: string): boolean {
  const spool = new DatabaseSync(join(folder, "spool.sqlite"), { readOnly: true });
  try {
    return spool.prepare("SELECT 1 FROM entries LIMIT 1").get() !== undefined;
  } finally {
    spool.close();
  }
}
