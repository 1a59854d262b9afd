// What the inbound rows send to a route, and how fast: as fast as it answers, or at a fixed rate.
import { setTimeout } from "node:timers/promises";
import { Pool } from "undici";

export const BEARER_TOKEN = "bench-bearer-token-0123456789";

const CONNECTIONS = 32;
const TEXT = "The deployment of the customer portal has finished. ".repeat(18);
const TICK_MS = 1;

export interface RouteLoad {
  /** Sends one request; rejects on any answer but 200. */
  post: (path: string) => Promise<void>;
  /** Requests per second of `count` requests, each connection sending its next when it has its answer. */
  closedLoop: (path: string, count: number) => Promise<number>;
  /**
   * Sends at a fixed rate whatever the answers do. Ms of each from when it was due until its answer was read: what
   * a late sender or a busy server delays counts.
   */
  openLoop: (path: string, perSecond: number, count: number) => Promise<number[]>;
  close: () => Promise<void>;
}

export function createRouteLoad(origin: string): RouteLoad {
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  let made = 0;

  async function post(path: string): Promise<void> {
    made += 1;
    const response = await pool.request({
      method: "POST",
      path,
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${BEARER_TOKEN}`,
      },
      body: JSON.stringify({ number: made, text: TEXT }),
    });
    await response.body.dump();
    if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}`);
  }

  return {
    post,
    async closedLoop(path, count) {
      const started = performance.now();
      let sent = 0;
      const loop = async (): Promise<void> => {
        while (sent < count) {
          sent += 1;
          await post(path);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, loop));
      return (count * 1000) / (performance.now() - started);
    },
    async openLoop(path, perSecond, count) {
      const started = performance.now();
      const answers: Promise<number>[] = [];
      const sendDue = async (dueAt: number): Promise<number> => {
        await post(path);
        return performance.now() - dueAt;
      };
      while (answers.length < count) {
        const dueAt = started + (answers.length * 1000) / perSecond;
        if (dueAt <= performance.now()) answers.push(sendDue(dueAt));
        else await setTimeout(TICK_MS);
      }
      return Promise.all(answers);
    },
    close: () => pool.close(),
  };
}
