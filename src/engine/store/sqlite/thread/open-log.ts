// The log in a file as the engine has it: in its own thread while little is written, since a second one takes some
// 12 MB; in a thread for the log alone from the first busy second on, so that sending waits neither for the disk nor
// for the writing. It stays there until the engine starts anew.
import { ownLog } from "../file/open.ts";
import { openSqliteStore, type OpenOptions, type SqliteStore } from "../sqlite-store.ts";
import type { CommitGroup } from "../../store.ts";
import { openLogThread, type LogClientOptions } from "./log-client.ts";
import { answer, portsOf, type AskLog } from "./log-messages.ts";

export interface LogOptions extends Pick<
  LogClientOptions,
  "path" | "onNotice" | "onLost" | "workerUrl"
> {
  /** Rows that are written within a second, events and settlements, and make it busy. */
  busyRows?: number;
}

const BUSY_ROWS = 500;
const WINDOW_MS = 1000;
/** A thread that could not be had is not tried again before. */
const PAUSE_MS = 60_000;

/** @throws StoreError when it cannot be owned and used; see `StoreError.code`. */
export function openLog(options: LogOptions): SqliteStore {
  const { path, onNotice, onLost, workerUrl, busyRows = BUSY_ROWS } = options;
  const release = ownLog(path);
  const here: OpenOptions = { path, onNotice, owned: true };
  let log = openHere();
  let inFlight = 0;
  let atRest: (() => void) | undefined;
  /** While it changes hands: calls wait for this. */
  let gate: PromiseWithResolvers<void> | undefined;
  /** Once it was busy; undefined again where no thread could be had. */
  let moving: Promise<void> | undefined;
  let notBefore = 0;
  let windowEnds = 0;
  let rows = 0;

  function openHere(): SqliteStore {
    try {
      return openSqliteStore(here);
    } catch (error) {
      release();
      throw error;
    }
  }

  const ask: AskLog = async (port, method, args) => {
    while (gate) await gate.promise;
    inFlight += 1;
    try {
      if (moving === undefined && method === "commit") weigh(args[0] as CommitGroup);
      return await answer(log, port, method, args);
    } finally {
      inFlight -= 1;
      if (inFlight === 0) atRest?.();
    }
  };

  function weigh({ events, settlements }: CommitGroup): void {
    const now = performance.now();
    if (now >= windowEnds) {
      windowEnds = now + WINDOW_MS;
      rows = 0;
    }
    rows += events.length + settlements.length;
    if (rows < busyRows || now < notBefore) return;
    moving = move();
  }

  async function move(): Promise<void> {
    let isOpen = true;
    try {
      log = await openLogThread({
        path,
        owned: true,
        onNotice,
        onLost,
        ...(workerUrl && { workerUrl }),
        async onAwake() {
          gate = Promise.withResolvers();
          await rest();
          isOpen = false;
          await log.close();
        },
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      onNotice(`the delivery log stays in the engine's thread for now: ${why}`);
      notBefore = performance.now() + PAUSE_MS;
      moving = undefined;
      if (!isOpen) reopen();
    }
    gate?.resolve();
    gate = undefined;
  }

  function reopen(): void {
    try {
      log = openSqliteStore(here);
    } catch (error) {
      onLost(error as Error);
    }
  }

  async function rest(): Promise<void> {
    if (inFlight === 0) return;
    await new Promise<void>((resolve) => (atRest = resolve));
    atRest = undefined;
  }

  return {
    ...portsOf(ask),
    async close() {
      await moving;
      try {
        await ask("store", "close", []);
      } finally {
        release();
      }
    },
  };
}
