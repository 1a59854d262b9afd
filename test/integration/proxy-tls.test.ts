// A proxy that is spoken to in TLS: Squid, behind a terminator with a certificate of a private issuer that the process
// trusts. What goes through it is Squid's to say.
import { connect } from "node:net";
import { createServer, getCACertificates, setDefaultCACertificates, type Server } from "node:tls";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { createPrivateCa, type PrivateCa } from "../support/private-ca.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { PROXY_PASSWORD, PROXY_USER, startSquid, type Squid } from "../support/squid.ts";

let ca: PrivateCa;
let squid: Squid;
let receiver: Receiver;
let front: Server;

beforeAll(async () => {
  ca = createPrivateCa();
  squid = await startSquid();
  receiver = await startReceiver(() => ({ status: 204 }));
  const { cert, key } = ca.issue("localhost");
  front = createServer({ cert, key }, (socket) => {
    const behind = connect(squid.port, "127.0.0.1");
    socket.pipe(behind).pipe(socket);
    for (const one of [socket, behind]) one.on("error", () => one.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  front.close();
  await receiver.close();
  await squid.close();
  ca.dispose();
});

async function send(password = PROXY_PASSWORD) {
  const transport = createTransport();
  const address = front.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const answer = await transport.send(
    {
      url: receiver.url,
      headers: {},
      body: "{}",
      timeoutMs: 10_000,
      connectTimeoutMs: 5000,
      allowPrivateNetwork: true,
      connections: 1,
      proxy: {
        url: `https://localhost:${port}`,
        username: PROXY_USER,
        password,
        resolve: "here",
      },
    },
    new AbortController().signal,
  );
  // Squid writes its log when a tunnel ends.
  await transport.close();
  return answer;
}

test("is refused while nobody trusts its issuer, by the proxy's own fault", async () => {
  const answer = await send();
  expect(answer).toMatchObject({ kind: "failure", errorClass: "proxy" });
  expect(answer.kind === "failure" && answer.message).toContain("NODE_EXTRA_CA_CERTS");
  expect(receiver.requests).toHaveLength(0);
});

test("carries a delivery, credentials and all, once its issuer is trusted", async () => {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, ca.ca]);
  onTestFinished(() => setDefaultCACertificates(before));
  expect(await send()).toMatchObject({ kind: "response", status: 204 });
  const { host } = new URL(receiver.url);
  await vi.waitFor(() => expect(squid.asked()).toEqual([`CONNECT ${host} 200 ${PROXY_USER}`]));
  expect(await send("wrong")).toMatchObject({
    kind: "failure",
    errorClass: "proxy",
    message: expect.stringContaining("it asks for credentials") as string,
  });
});
