// Squid as the proxy of a company: asks for a name and a password, and tunnels to any port.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startProgram } from "./program.ts";

export const PROXY_USER = "gateway";
export const PROXY_PASSWORD = "pr0xy-passw0rd of a test";

export interface Squid {
  port: number;
  url: string;
  /** What it was asked for so far, connections without a request left out: `CONNECT 127.0.0.1:443 200 gateway`. */
  asked: () => string[];
  close: () => Promise<void>;
}

/** `rules`: lines of `squid.conf` before the one that lets who is known through. */
export async function startSquid(rules: readonly string[] = []): Promise<Squid> {
  const folder = mkdtempSync(join(tmpdir(), "squid-"));
  const port = await freePort();
  const [config, users, log] = ["squid.conf", "users", "access.log"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const hash = execFileSync("openssl", ["passwd", "-apr1", PROXY_PASSWORD], { encoding: "utf8" });
  writeFileSync(users, `${PROXY_USER}:${hash}`);
  writeFileSync(log, "");
  writeFileSync(
    config,
    `http_port 127.0.0.1:${port}
pid_filename none
cache deny all
cache_log /dev/null
logformat asked %rm %ru %>Hs %un
access_log stdio:${log} logformat=asked
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${users}
acl known proxy_auth REQUIRED
${rules.join("\n")}
http_access allow known
http_access deny all
shutdown_lifetime 0 seconds
connect_retries 0
hosts_file none
`,
  );
  chmodSync(folder, 0o777);
  for (const file of [users, log]) chmodSync(file, 0o666);
  const squid = await startProgram("squid", ["-N", "-f", config], port);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("- ")),
    async close() {
      await squid.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
