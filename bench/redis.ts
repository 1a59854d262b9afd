// A Redis of the benchmark's own: on a free port, in a temporary directory, gone when this process is.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../test/support/gateway.ts";

export interface Redis {
  port: number;
  stop: () => Promise<void>;
}

/** With an append-only file, fsync every second. Throws when `redis-server` is not installed. */
export async function startRedis(): Promise<Redis> {
  if (spawnSync("redis-server", ["--version"]).error)
    throw new Error("redis-server is not installed");
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-bench-redis-"));
  const port = await freePort();
  const address = ["--bind", "127.0.0.1", "--port", String(port), "--dir", directory];
  const durability = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
  const redis = spawn("redis-server", [...address, ...durability], { stdio: "ignore" });
  const exited = once(redis, "exit");
  // SIGKILL: it writes nothing more, so that its directory can be removed at once.
  const end = (): void => {
    redis.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  };
  process.once("exit", end);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(1));
  process.once("disconnect", () => process.exit(1));
  // Listening to its end must not keep this process alive.
  process.channel?.unref();
  return {
    port,
    async stop() {
      process.off("exit", end);
      redis.kill();
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
