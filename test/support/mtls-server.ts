// nginx as the receiver of a private network: its certificate is of a private CA, and so has the caller's to be. It
// answers with the name of the caller.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pair } from "./private-ca.ts";
import { freePort, startProgram } from "./program.ts";

export interface MtlsServer {
  port: number;
  close: () => Promise<void>;
}

export async function startMtlsServer(own: Pair, caPath: string): Promise<MtlsServer> {
  const folder = mkdtempSync(join(tmpdir(), "mtls-server-"));
  const port = await freePort();
  const config = join(folder, "nginx.conf");
  writeFileSync(
    config,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${own.certPath};
    ssl_certificate_key ${own.keyPath};
    ssl_client_certificate ${caPath};
    ssl_verify_client on;
    location / { return 200 "$ssl_client_s_dn asks $host"; }
  }
}
`,
  );
  const nginx = await startProgram("nginx", ["-p", folder, "-c", config], port);
  return {
    port,
    async close() {
      await nginx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
