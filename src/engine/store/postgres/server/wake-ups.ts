// Word among the Gateways that share a log that something changed (LISTEN and NOTIFY): sooner than the next sign of
// life would tell, and never relied on. Through a pooler that gives each transaction another connection it is not heard.
import type { Clock } from "../../../clock.ts";
import { listenOn, type Listening, type ListenOptions } from "./listening.ts";

export interface WakeUps {
  /** Says to the others that something changed: soon, and once for what comes together. */
  tell: () => void;
  /** Listens, if it does not already. Resolves when it is known whether words arrive; never rejects. */
  listen: () => Promise<void>;
  /** Whether words arrive: those of its own did. */
  hears: () => boolean;
  stop: () => Promise<void>;
}

export interface WakeUpPorts {
  clock: Pick<Clock, "after">;
  options: ListenOptions;
  /** Of this start of this Gateway: its own words are no news. */
  session: string;
  /** One statement; rejects while the server is away. */
  ask: (sql: string, values: readonly unknown[]) => Promise<unknown>;
  /** Another one said that something changed. */
  onWord: () => void;
}

/**
 * So long words are gathered, ms, by who says them and by who hears them: a commit that says something takes a lock of
 * the whole server for a moment, and a look asks it several questions.
 */
const GATHER_MS = 100;
/** A server that was asked for its own word and did not give it in this time has a pooler before it, ms. */
const ECHO_MS = 2000;
const ECHO = "?";

export function createWakeUps(ports: WakeUpPorts): WakeUps {
  const { clock, session } = ports;
  const channel = `event_webhooks ${ports.options.schema}`;
  let listening: Listening | undefined;
  let isOpening = false;
  let isStopped = false;
  let hears = false;
  let onEcho = (): void => undefined;

  const say = async (word: string): Promise<void> => {
    await ports.ask("SELECT pg_notify($1, $2)", [channel, word]);
  };

  /** Acts once for all calls that come together; never after the stop. */
  function gathered(act: () => void): () => void {
    let isWaiting = false;
    return () => {
      if (isWaiting || isStopped) return;
      isWaiting = true;
      clock.after(GATHER_MS, () => {
        isWaiting = false;
        if (!isStopped) act();
      });
    };
  }

  // The others look by themselves, too.
  const tell = gathered(() => void say(session).catch(() => undefined));
  const look = gathered(ports.onWord);

  function heard(word: string): void {
    if (word === session + ECHO) onEcho();
    else if (word !== session && !word.endsWith(ECHO)) look();
  }

  async function echoes(): Promise<boolean> {
    const echo = new Promise<boolean>((resolve) => {
      onEcho = () => resolve(true);
      clock.after(ECHO_MS, () => resolve(false));
    });
    await say(session + ECHO);
    return echo;
  }

  return {
    tell,
    async listen() {
      if (listening !== undefined || isOpening || isStopped) return;
      isOpening = true;
      try {
        const opened = await listenOn(ports.options, channel, heard, () => {
          listening = undefined;
          hears = false;
        });
        if (isStopped) return await opened.close();
        listening = opened;
        hears = await echoes();
      } catch {
        await listening?.close();
        listening = undefined;
        hears = false;
      } finally {
        isOpening = false;
      }
    },
    hears: () => hears,
    async stop() {
      isStopped = true;
      await listening?.close();
    },
  };
}
