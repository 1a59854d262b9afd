// Client credentials against an OAuth2 server that others wrote, over real sockets; the receiver asks that server
// what it knows of each token.
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { OAuth2 } from "../../src/config/settings.ts";
import type { Answer } from "../../src/engine/attempt/outgoing.ts";
import { withTokens } from "../../src/engine/token/authorized.ts";
import { createTransport } from "../../src/engine/transport/transport.ts";
import { startReceiver, type Receiver } from "../support/receiver.ts";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  keyClientId,
  POST_CLIENT_ID,
  startTokenServer,
  type TokenServer,
} from "../support/token-server.ts";

const JSON_TYPE = { "content-type": "application/json" };
const NEVER = new AbortController().signal;

let server: TokenServer;
let receiver: Receiver;
let auth: OAuth2;
/** Tokens that the receiver does not take. */
let refused: Set<string>;
let now: number;

const tokenOf = (index: number): string =>
  receiver.requests[index]?.headers["authorization"]?.replace(/^Bearer /, "") ?? "";

beforeEach(async () => {
  now = 0;
  refused = new Set();
  server = await startTokenServer();
  receiver = await startReceiver(({ headers }) => {
    const token = headers["authorization"] ?? "";
    return refused.has(token.replace(/^Bearer /, "")) || refused.has("*")
      ? { status: 401, body: `not ${token}` }
      : { status: 200, body: `thanks, ${token}` };
  });
  auth = {
    type: "oauth2",
    tokenUrl: server.tokenUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    scope: "events:write",
  };
});
afterEach(async () => {
  await receiver.close();
  await server.close();
});

function sender(allowPrivateNetwork = true): (by?: OAuth2) => Promise<Answer> {
  const transport = withTokens(createTransport(), () => now);
  onTestFinished(() => transport.close());
  return (by = auth) =>
    transport.send(
      {
        url: receiver.url,
        headers: { "content-type": "application/json" },
        body: "{}",
        timeoutMs: 5000,
        connectTimeoutMs: 2000,
        allowPrivateNetwork,
        connections: 4,
        oauth2: by,
      },
      NEVER,
    );
}

describe("an endpoint with client credentials", () => {
  test("asks for one token, however much is sent at once, and sends it along", async () => {
    const send = sender();
    const answers = await Promise.all([send(), send(), send()]);
    answers.push(await send());
    expect(answers.map((answer) => answer.kind === "response" && answer.status)).toEqual([
      200, 200, 200, 200,
    ]);
    expect(server.asked).toHaveLength(1);
    expect(new Set([0, 1, 2, 3].map(tokenOf)).size).toBe(1);
    expect(await server.find(tokenOf(0))).toEqual({ clientId: CLIENT_ID, scope: "events:write" });
  });

  test.each(["P-256", "RSA", "Ed25519"] as const)(
    "proves itself by a key of %s where it has no secret",
    async (kind) => {
      const { clientSecret: _secret, ...rest } = auth;
      const clientId = keyClientId(kind);
      const privateKey = server.privateKeys[kind];
      await sender()({ ...rest, clientId, privateKey, keyId: "key-1" });
      expect(await server.find(tokenOf(0))).toMatchObject({ clientId });
      expect(server.asked[0]).not.toHaveProperty("authorization");
    },
  );

  test("sends its secret in the form where the server reads it there", async () => {
    await sender()({ ...auth, clientId: POST_CLIENT_ID, authMethod: "client_secret_post" });
    expect(await server.find(tokenOf(0))).toMatchObject({ clientId: POST_CLIENT_ID });
    expect(server.asked[0]).not.toHaveProperty("authorization");
  });

  test("renews the token a minute before its end", async () => {
    const send = sender();
    for (const at of [0, 539_000, 541_000]) {
      now = at;
      await send();
    }
    expect([tokenOf(0) === tokenOf(1), tokenOf(1) === tokenOf(2)]).toEqual([true, false]);
    expect(server.asked).toHaveLength(2);
  });

  test("renews it once at a 401, and what is answered then counts", async () => {
    const send = sender();
    await send();
    refused.add(tokenOf(0));
    expect(await send()).toMatchObject({ kind: "response", status: 200 });
    expect(receiver.requests).toHaveLength(3);
    refused.add("*");
    expect(await send()).toMatchObject({ kind: "response", status: 401 });
    expect(await send()).toMatchObject({ kind: "response", status: 401 });
    // A receiver that takes no token at all is no reason to ask for one each time.
    expect([server.asked.length, receiver.requests.length]).toEqual([2, 5]);
    now = 61_000;
    await send();
    expect([server.asked.length, receiver.requests.length]).toEqual([3, 7]);
  });

  test("shows the token in no answer", async () => {
    expect(await sender()()).toMatchObject({ body: "thanks, Bearer [masked]" });
    refused.add("*");
    const answer = await sender()();
    expect(JSON.stringify(answer)).not.toContain(tokenOf(1));
    expect(answer).toMatchObject({ body: "not Bearer [masked]" });
  });
});

describe("a token that cannot be had", () => {
  const host = (): string => new URL(server.tokenUrl).host;

  test("is told in the token server's own words, apart from the receiver's", async () => {
    const answer = await sender()({ ...auth, clientSecret: "wrong-secret-of-a-test" });
    expect(answer).toMatchObject({
      kind: "failure",
      errorClass: "token",
      message: `no token: the token server ${host()} answers HTTP 401: invalid_client: client authentication failed`,
    });
    expect(answer).not.toHaveProperty("permanent");
    expect(receiver.requests).toEqual([]);
  });

  test("is asked for again at the next attempt", async () => {
    const granted = '{"access_token":"t0k3n-of-a-test","token_type":"Bearer"}';
    const other = await startReceiver((_request, index) =>
      index === 0
        ? { status: 503, body: "later" }
        : { status: 200, headers: JSON_TYPE, body: granted },
    );
    onTestFinished(() => other.close());
    const send = sender();
    const by = { ...auth, tokenUrl: other.url };
    expect(await send(by)).toMatchObject({ errorClass: "token" });
    expect(await send(by)).toMatchObject({ status: 200 });
    expect([other.requests.length, tokenOf(0)]).toEqual([2, "t0k3n-of-a-test"]);
  });

  test("names the token server where that cannot be reached", async () => {
    await server.close();
    expect(await sender()()).toMatchObject({
      errorClass: "token",
      message: `no token: ${host()}: connection refused: check that the token server runs and listens on this port (ECONNREFUSED)`,
    });
    server = await startTokenServer();
  });

  test("is not asked for at an address that the guard refuses", async () => {
    const answer = await sender(false)();
    expect(answer).toMatchObject({ errorClass: "refused" });
    expect([server.asked, receiver.requests]).toEqual([[], []]);
  });

  test.each([
    "<html>hello</html>",
    '{"token_type":"bearer"}',
    '{"access_token":"a b","token_type":"bearer"}',
  ])("says so of an answer that is none: %s", async (body) => {
    const other = await startReceiver(() => ({ status: 200, headers: JSON_TYPE, body }));
    onTestFinished(() => other.close());
    const answer = await sender()({ ...auth, tokenUrl: other.url });
    expect(answer).toMatchObject({ kind: "failure", errorClass: "token" });
    expect(receiver.requests).toEqual([]);
  });

  test("does not take long for its receiver's time: one timeout covers both", async () => {
    const slow = await startReceiver(() => undefined);
    onTestFinished(() => slow.close());
    const transport = withTokens(createTransport());
    onTestFinished(() => transport.close());
    const answer = await transport.send(
      {
        url: receiver.url,
        headers: {},
        body: "{}",
        timeoutMs: 150,
        connectTimeoutMs: 100,
        allowPrivateNetwork: true,
        connections: 1,
        oauth2: { ...auth, tokenUrl: slow.url },
      },
      NEVER,
    );
    expect(answer).toMatchObject({ errorClass: "token" });
    expect((answer as { message: string }).message).toContain("timed out after 150 ms");
  });
});
