// A PostgreSQL of a test's own, which may be stopped as a machine that fails stops it.
import { execFile } from "node:child_process";
import { execFileSync } from "node:child_process";
import { appendFileSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./program.ts";

export interface PostgresServer {
  port: number;
  /** Of its superuser, who is let in without a password and without TLS. */
  url: string;
  /** "immediate": without a last checkpoint, as `kill -9` or a power cut; it recovers at its start. */
  stop: (mode: "fast" | "immediate") => Promise<void>;
  /** Resolves when it takes connections. */
  start: () => Promise<void>;
  close: () => Promise<void>;
}

export interface PostgresServerOptions {
  /** Paths of PEM files; it takes connections with TLS then. */
  tls?: { certPath: string; keyPath: string };
  /** Lines of `pg_hba.conf` before the one that lets the superuser in. */
  rules?: readonly string[];
}

const run = promisify(execFile);

/** The newest that is installed, where Debian puts it. */
const folder = globSync("/usr/lib/postgresql/*/bin").toSorted().at(-1);

/** In CI it has to be there: a test that is left out there shows nothing. */
export const hasPostgresServer = (): boolean =>
  folder !== undefined || process.env["CI"] !== undefined;

/** Debian's server with `fsync` and `synchronous_commit` as they are by default, on a free port of 127.0.0.1. */
export async function startPostgresServer(
  options: PostgresServerOptions = {},
): Promise<PostgresServer> {
  if (folder === undefined) throw new Error("PostgreSQL is not installed: apt install postgresql");
  const data = mkdtempSync(join(tmpdir(), "postgres-server-"));
  const port = await freePort();
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const own = (...paths: readonly string[]): void => {
    if (isRoot) execFileSync("chown", ["-R", "postgres", ...paths]);
  };
  const as = isRoot ? ["--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
  const ask = async (program: string, ...args: readonly string[]): Promise<void> => {
    const [first, ...rest] = [
      ...(isRoot ? ["setpriv", ...as] : []),
      join(folder, program),
      ...args,
    ];
    await run(first ?? program, rest, { cwd: "/" });
  };
  own(data);
  const made = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  await ask("initdb", "-D", data, ...made);
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${data}'`,
  ];
  if (options.tls !== undefined) {
    const [cert, key] = [join(data, "server.pem"), join(data, "server.key")];
    execFileSync("cp", [options.tls.certPath, cert]);
    execFileSync("cp", [options.tls.keyPath, key]);
    own(cert, key);
    execFileSync("chmod", ["600", key]);
    settings.push("ssl = on", `ssl_cert_file = '${cert}'`, `ssl_key_file = '${key}'`);
  }
  appendFileSync(join(data, "postgresql.conf"), `${settings.join("\n")}\n`);
  const rules = [...(options.rules ?? []), "host all postgres 127.0.0.1/32 trust"];
  writeFileSync(join(data, "pg_hba.conf"), `${rules.join("\n")}\n`);
  const start = (): Promise<void> =>
    ask("pg_ctl", "-D", data, "-w", "-l", join(data, "log"), "start");
  await start();
  return {
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop: (mode) => ask("pg_ctl", "-D", data, "-m", mode, "-w", "stop"),
    async close() {
      // It may be stopped already.
      await ask("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop").catch(() => undefined);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
