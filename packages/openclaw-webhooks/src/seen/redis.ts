import { KEEP_MS, LEASE_MS, type Seen, type SeenOptions } from "./seen.ts";

/**
 * Sends one command and answers what Redis says, as every client can: `(...args) => redis.call(...args)`
 * (ioredis), `(...args) => client.sendCommand(args)` (node-redis), `([name, ...args]) => …` of others.
 */
export type RedisCommand = (name: string, ...args: string[]) => Promise<unknown>;

/** For all processes that share a Redis. `prefix` of its keys: `webhooks:seen:` by default. */
export function redisSeen(
  command: RedisCommand,
  {
    keepMs = KEEP_MS,
    leaseMs = LEASE_MS,
    prefix = "webhooks:seen:",
  }: SeenOptions & { prefix?: string } = {},
): Seen {
  return {
    async begin(id) {
      const key = prefix + id;
      const set = await command("SET", key, "running", "NX", "PX", String(leaseMs));
      if (set !== null && set !== undefined) return "new";
      const state = await command("GET", key);
      // Gone in between: its handling just failed, and the next attempt will do it.
      return String(state) === "done" ? "done" : "running";
    },
    async end(id, handled) {
      const key = prefix + id;
      await (handled ? command("SET", key, "done", "PX", String(keepMs)) : command("DEL", key));
    },
  };
}
