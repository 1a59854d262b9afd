// Loaded into a Gateway before it starts (`NODE_OPTIONS=--import`): the hosts of CHAT_HOSTS lead to a server of the
// test on this machine. Everything between the plugin and the socket stays as it is: look-up, guard, TLS.
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import tls from "node:tls";

const hosts = new Set((process.env["CHAT_HOSTS"] ?? "").split(","));
const port = Number(process.env["CHAT_PORT"]);
/** Public, so that the guard lets it pass; nothing is ever sent there. */
const PUBLIC = "34.117.59.81";

const { lookup } = dns;
dns.lookup = (host, options) =>
  hosts.has(host)
    ? Promise.resolve(
        options?.all === true ? [{ address: PUBLIC, family: 4 }] : { address: PUBLIC, family: 4 },
      )
    : lookup(host, options);

const { connect } = tls;
tls.connect = (...given) => {
  const [options] = given;
  if (typeof options !== "object" || !hosts.has(options.host)) return connect(...given);
  if (options.servername !== options.host || options.port !== 443) throw new Error("not as asked");
  const { lookup: _pinned, ...rest } = options;
  return connect({ ...rest, host: "127.0.0.1", port, rejectUnauthorized: false });
};
syncBuiltinESMExports();
