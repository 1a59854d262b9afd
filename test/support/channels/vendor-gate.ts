// A vendor's host names on loopback: the proxy of a company that inspects TLS, as the host's
// docs/security/network-proxy.md describes it. It lets no name through that no server here answers for.
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { fileURLToPath } from "node:url";

export interface VendorGate {
  /** `proxy` of the host config. */
  config: object;
  /** For the Gateway's environment. */
  environment: Record<string, string>;
  /** Host names that were asked for and refused. */
  refused: string[];
  close: () => Promise<void>;
}

export async function openVendorGate(hosts: Readonly<Record<string, number>>): Promise<VendorGate> {
  const refused: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => undefined);
    client.once("data", (head: Buffer) => {
      const name = /^CONNECT ([^:\s]+):\d+ /.exec(head.toString())?.[1] ?? "";
      const port = hosts[name];
      if (port === undefined) {
        refused.push(name);
        client.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      const vendor = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(vendor).pipe(client);
      });
      open.add(vendor);
      vendor.on("error", () => client.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    config: { proxyUrl: `http://127.0.0.1:${port}` },
    environment: {
      NODE_EXTRA_CA_CERTS: fileURLToPath(new URL("vendors.pem", import.meta.url)),
    },
    refused,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
