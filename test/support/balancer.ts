// nginx before several Gateways, as Debian has it: one after another, and past one that does not listen.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startProgram } from "./program.ts";

export interface Balancer {
  url: string;
  close: () => Promise<void>;
}

/** `ports`: of the Gateways, on 127.0.0.1. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const folder = mkdtempSync(join(tmpdir(), "balancer-"));
  const port = await freePort();
  const config = join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((part) => `${part}_temp_path ${folder}/${part};`)
    .join(" ");
  // A Gateway that starts is asked again soon: nginx leaves out for ten seconds what has failed once.
  const servers = ports.map((each) => `server 127.0.0.1:${each} fail_timeout=1s;`).join(" ");
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit;
events {}
http {
  access_log off; ${temporary}
  upstream gateways { ${servers} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://gateways;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_connect_timeout 2s;
    }
  }
}
`,
  );
  const nginx = await startProgram("nginx", ["-p", folder, "-c", config], port);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await nginx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
