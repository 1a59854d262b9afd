// PgBouncer, which gives each transaction another connection: https://www.pgbouncer.org/config.html#pool_mode.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresUrl } from "./postgres-log.ts";
import { freePort, startProgram } from "./program.ts";

export interface PgBouncer {
  /** Of the test's server, by the pooler. */
  url: string;
  close: () => Promise<void>;
}

export async function startPgBouncer(): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), "pgbouncer-"));
  const port = await freePort();
  const url = new URL(postgresUrl);
  const config = join(folder, "pgbouncer.ini");
  writeFileSync(
    config,
    `[databases]
* = host=${url.hostname} port=${url.port || "5432"} user=${url.username || "postgres"}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`,
  );
  for (const path of [folder, config]) chmodSync(path, 0o755);
  // It refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const asNobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "pgbouncer", config];
  const program = await (isRoot
    ? startProgram("setpriv", asNobody, port)
    : startProgram("pgbouncer", [config], port));
  url.port = String(port);
  return {
    url: url.href,
    async close() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
