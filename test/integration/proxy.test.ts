// Deliveries through Squid, which asks for credentials.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ProxySettings, TlsSettings } from "../../src/config/settings.ts";
import type { Answer, OutgoingRequest } from "../../src/engine/attempt/outgoing.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { startMtlsServer, type MtlsServer } from "../support/mtls-server.ts";
import { createPrivateCa, type PrivateCa } from "../support/private-ca.ts";
import { freePort, hasPrograms } from "../support/program.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import { PROXY_PASSWORD, PROXY_USER, startSquid, type Squid } from "../support/squid.ts";

const NEVER = new AbortController().signal;
const NAME = "receiver.corp.example";

describe.skipIf(!hasPrograms("squid", "nginx", "openssl"))("through a proxy", () => {
  let squid: Squid;
  let receiver: Receiver;
  let authority: PrivateCa;
  let server: MtlsServer;
  let tls: TlsSettings;

  beforeAll(async () => {
    squid = await startSquid([
      "acl secrets dstdomain .forbidden.example",
      "http_access deny secrets",
    ]);
    receiver = await startReceiver(({ path }) => ({ status: 200, body: `got ${path}` }));
    authority = createPrivateCa();
    server = await startMtlsServer(authority.issue(NAME), authority.caPath);
    const { cert, key } = authority.issue("gateway");
    tls = { ca: authority.ca, cert, key };
  });
  afterAll(async () => {
    await Promise.all([squid.close(), receiver.close(), server.close()]);
    authority.dispose();
  });

  const proxy = (more: Partial<ProxySettings> = {}): ProxySettings => ({
    url: squid.url,
    username: PROXY_USER,
    password: PROXY_PASSWORD,
    resolve: "here",
    ...more,
  });

  function sender(
    addresses = ["127.0.0.1"],
  ): (more: Partial<OutgoingRequest>) => Promise<Answer & { looked: string[] }> {
    const looked: string[] = [];
    const transport = createTransport({
      async lookup(host) {
        looked.push(host);
        if (host === "unknown.example") throw Object.assign(new Error(), { code: "ENOTFOUND" });
        return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      },
    });
    onTestFinished(() => transport.close());
    return async (more) => {
      const request = {
        url: `https://${NAME}:${server.port}/hook`,
        headers: {},
        body: "{}",
        timeoutMs: 5000,
        connectTimeoutMs: 3000,
        allowPrivateNetwork: true,
        connections: 2,
        ...more,
      };
      return { ...(await transport.send(request, NEVER)), looked };
    };
  }

  /** What the proxy was asked for by `work`. */
  async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
    const before = squid.asked().length;
    await work();
    await expect.poll(() => squid.asked().length).toBeGreaterThan(before);
    return squid.asked().slice(before);
  }

  test("https goes by CONNECT to the address that was vetted, with the name inside", async () => {
    const transport = createTransport({
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    let answer: Answer | undefined;
    const asked = await askedBy(async () => {
      answer = await transport.send(
        {
          url: `https://${NAME}:${server.port}/hook`,
          headers: {},
          body: "{}",
          timeoutMs: 5000,
          connectTimeoutMs: 3000,
          allowPrivateNetwork: [NAME],
          connections: 2,
          proxy: proxy(),
          tls,
        },
        NEVER,
      );
      await transport.close();
    });
    expect(answer).toMatchObject({
      status: 200,
      body: `CN=gateway asks ${NAME}`,
      address: "127.0.0.1",
    });
    expect(asked).toEqual([`CONNECT 127.0.0.1:${server.port} 200 ${PROXY_USER}`]);
  });

  test("http goes by CONNECT, too, and a kept tunnel serves the next request", async () => {
    const transport = createTransport({
      lookup: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    const { port } = new URL(receiver.url);
    const asked = await askedBy(async () => {
      for (const path of ["a", "b"]) {
        const answer = await transport.send(
          {
            url: `http://${NAME}:${port}/${path}`,
            headers: {},
            body: "{}",
            timeoutMs: 5000,
            connectTimeoutMs: 3000,
            allowPrivateNetwork: true,
            connections: 2,
            proxy: proxy(),
          },
          NEVER,
        );
        expect(answer).toMatchObject({ status: 200, body: `got /${path}` });
      }
      await transport.close();
    });
    expect(asked).toEqual([`CONNECT 127.0.0.1:${port} 200 ${PROXY_USER}`]);
    expect(receiver.requests.at(-1)?.headers).toMatchObject({ host: `${NAME}:${port}` });
    expect(receiver.requests.at(-1)?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("an address that the guard refuses is not asked for", async () => {
    const send = sender();
    const before = squid.asked().length;
    expect(await send({ allowPrivateNetwork: false, proxy: proxy() })).toMatchObject({
      kind: "failure",
      errorClass: "refused",
    });
    expect(await send({ url: "https://unknown.example/", proxy: proxy() })).toMatchObject({
      errorClass: "dns",
      message: expect.stringContaining('where only the proxy knows it, set proxy.resolve: "proxy"'),
    });
    for (const url of [
      "https://127.0.0.1/",
      "https://localhost/",
      "https://metadata.google.internal/",
    ]) {
      const refused = await send({
        url,
        allowPrivateNetwork: false,
        proxy: proxy({ resolve: "proxy" }),
      });
      expect(refused).toMatchObject({ errorClass: "refused" });
    }
    expect(squid.asked()).toHaveLength(before);
  });

  test("with resolve: proxy it gets the name, and of plain http the whole request", async () => {
    const send = sender();
    const { port } = new URL(receiver.url);
    const byName = proxy({ resolve: "proxy" });
    const url = `http://127.0.0.1:${port}/whole?a=b`;
    let answer: unknown;
    const asked = await askedBy(async () => {
      answer = await send({ url, proxy: byName });
    });
    expect(answer).toMatchObject({ status: 200, body: "got /whole?a=b", looked: [] });
    // Squid's log leaves a query out.
    expect(asked).toEqual([`POST ${url.replace("a=b", "")} 200 ${PROXY_USER}`]);
    expect(receiver.requests.at(-1)?.headers).not.toHaveProperty("proxy-authorization");
    const named = await askedBy(() => send({ url: "https://nobody.invalid/", proxy: byName }));
    expect(named).toEqual([expect.stringMatching(/^CONNECT nobody\.invalid:443 50\d gateway$/)]);
  });

  test("a host of noProxy is reached directly", async () => {
    const before = squid.asked().length;
    const answer = await sender()({ tls, proxy: proxy({ noProxy: "corp.example" }) });
    expect(answer).toMatchObject({ status: 200 });
    expect(squid.asked()).toHaveLength(before);
  });

  describe("what the proxy does wrong is no fault of the receiver", () => {
    const cases: [string, () => Partial<OutgoingRequest>, string][] = [
      ["wrong credentials", () => ({ proxy: proxy({ password: "wrong" }) }), "HTTP 407"],
      [
        "wrong credentials where it forwards",
        () => ({ url: receiver.url, proxy: proxy({ password: "wrong", resolve: "proxy" }) }),
        "check proxy.username and proxy.password (HTTP 407)",
      ],
      [
        "a target that it does not let through",
        () => ({ url: "https://a.forbidden.example/", proxy: proxy({ resolve: "proxy" }) }),
        "HTTP 403",
      ],
      [
        "the same where it forwards",
        () => ({ url: "http://a.forbidden.example/", proxy: proxy({ resolve: "proxy" }) }),
        "HTTP 403",
      ],
      [
        "no HTTP proxy",
        () => ({ proxy: proxy({ url: `http://127.0.0.1:${server.port}` }) }),
        "proxy",
      ],
    ];
    test.each(cases)("%s", async (_name, more, words) => {
      const answer = await sender()(more());
      expect(answer).toMatchObject({ kind: "failure", errorClass: "proxy" });
      const { message } = answer as unknown as { message: string };
      expect(message).toContain(words);
      expect(message).not.toContain(PROXY_PASSWORD);
    });

    test("a proxy that refuses the connection, or whose name does not resolve", async () => {
      const port = await freePort();
      const gone = await sender()({ proxy: proxy({ url: `http://127.0.0.1:${port}` }) });
      expect(gone).toMatchObject({
        errorClass: "proxy",
        message: `proxy 127.0.0.1:${port}: connection refused: check that the proxy runs and listens on this port (ECONNREFUSED)`,
      });
      const unknown = await sender()({ proxy: proxy({ url: "http://unknown.example:3128" }) });
      expect(unknown).toMatchObject({
        errorClass: "proxy",
        message:
          "proxy unknown.example:3128: the name does not resolve: check the host in proxy.url (ENOTFOUND)",
      });
    });
  });

  test("a receiver that the proxy cannot reach is the receiver's fault", async () => {
    const port = await freePort();
    const answer = await sender()({ url: `https://${NAME}:${port}/`, proxy: proxy() });
    expect(answer).toMatchObject({
      errorClass: "connect",
      message: `${NAME}:${port}: the proxy 127.0.0.1:${squid.port} could not reach the receiver (HTTP 503): check that it runs and that the proxy may reach it`,
    });
    expect(await sender()({ proxy: proxy() })).toMatchObject({ errorClass: "tls" });
  });
});
