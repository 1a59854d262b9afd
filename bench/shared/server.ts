// A PostgreSQL of the benchmark's own, from Debian's package: on a free port, in a temporary directory, durable as a
// company's would be (`fsync` and `synchronous_commit` are on, which is its default), gone when this process is.
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { freePort } from "../../test/support/gateway.ts";

export interface Server {
  /** Of a new and empty database. */
  database: () => Promise<string>;
  stop: () => void;
}

const OPTIONS = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];
const ADMIN = "postgres";

/** Throws where there is no PostgreSQL. */
export async function startServer(): Promise<Server> {
  const programs = globSync("/usr/lib/postgresql/*/bin").toSorted().at(-1);
  if (programs === undefined) throw new Error("PostgreSQL is not installed (Debian: postgresql)");
  const data = mkdtempSync(join(tmpdir(), "event-webhooks-bench-postgres-"));
  const run = asItself(programs, data);
  run("initdb", ["-D", data, "-U", ADMIN, "-A", "trust", "-E", "UTF8", "--locale=C"]);
  const port = await freePort();
  const settings = OPTIONS.map((option) => `-c ${option}`).join(" ");
  const options = `-p ${port} -k ${data} -h 127.0.0.1 ${settings}`;
  run("pg_ctl", ["-D", data, "-w", "-l", join(data, "log"), "-o", options, "start"]);
  const stop = (): void => {
    process.off("exit", stop);
    run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
    rmSync(data, { recursive: true, force: true });
  };
  process.once("exit", stop);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(1));
  let made = 0;
  return {
    async database() {
      made += 1;
      const name = `bench_${made}`;
      const client = new pg.Client({ connectionString: urlOf(port, ADMIN) });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.query("CHECKPOINT");
      await client.end();
      return urlOf(port, name);
    },
    stop,
  };
}

function urlOf(port: number, database: string): string {
  return `postgres://${ADMIN}@127.0.0.1:${port}/${database}`;
}

/** The server refuses to run as root. */
function asItself(
  programs: string,
  data: string,
): (program: string, args: string[]) => SpawnSyncReturns<string> {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? userOf(ADMIN) : undefined;
  if (user) chownSync(data, user.uid, user.gid);
  return (program, args) => {
    const done = spawnSync(join(programs, program), args, {
      cwd: "/",
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
      ...user,
    });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr || String(done.error)}`);
    return done;
  };
}

function userOf(name: string): { uid: number; gid: number } {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? "").split(":").map(Number);
  if (uid === undefined || gid === undefined) throw new Error(`there is no user ${name}`);
  return { uid, gid };
}
