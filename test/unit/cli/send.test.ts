import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verify as verifyGitHub } from "@octokit/webhooks-methods";
import { Stripe } from "stripe";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it, onTestFinished } from "vitest";
import { Failure } from "../../../src/cli/failure.ts";
import { proven } from "../../../src/cli/offline/send/proven.ts";
import { sendRequest, type SendOptions } from "../../../src/cli/offline/send/send-request.ts";
import type { RouteAuth } from "../../../src/config/route/route-settings.ts";
import { PRESETS } from "../../../src/inbound/proof/presets/presets.ts";
import type { InboundRequest } from "../../../src/inbound/request/request.ts";
import { recordedCli, type RecordedCli } from "../../support/recorded-terminal.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const URL_AS_KNOWN = "https://example.com/hooks/deploy";

function requestOf(body = '{"id":"evt_1","text":"naïve 🦞"}'): InboundRequest {
  return {
    method: "POST",
    url: "/webhooks/inbound/deploy",
    headers: { "content-type": "application/json" },
    query: {},
    rawBody: Buffer.from(body),
    peer: "127.0.0.1",
    receivedAt: 0,
  };
}

/** 43 characters of base64, as WeCom and DingTalk give them. */
const DECRYPTION_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";

function preset(name: string, secret = SECRET, isEncrypted = false): RouteAuth {
  const secrets = [{ value: secret }];
  const decrypt = isEncrypted ? { decrypt: { key: DECRYPTION_KEY, receiver: "corp" } } : {};
  const terms = { toleranceMs: 300_000, url: URL_AS_KNOWN, ...decrypt };
  return { kind: "preset", preset: name, secrets, ...terms };
}

describe("a request that is signed as its route's sender would", () => {
  it("is what the route takes, for every preset but those whose key the sender alone has", () => {
    const refused = PRESETS.filter(({ name, secretForm, encryption }) => {
      try {
        const coded: Record<string, string> = { hex: "0a0b0c0d", base64: "c2VjcmV0LWtleQ==" };
        const secret = coded[secretForm ?? ""] ?? SECRET;
        const auth = preset(name, secret, encryption?.hasOwnKey);
        proven(requestOf(), auth, { now: Date.now() });
        return false;
      } catch (error) {
        if (error instanceof Failure) return true;
        throw error;
      }
    });
    expect(refused.map(({ name }) => name)).toEqual([
      // Its signature stands in each entry of a list that this body has not.
      "adyen",
      "alipay",
      "discord",
      "paypal",
      "plaid",
      "pubsub",
      "sendgrid",
      "sns",
      "telnyx",
      "wechatpay",
    ]);
  });

  const own: [string, RouteAuth][] = [
    ["bearer", { kind: "bearer", secrets: [{ value: SECRET }] }],
    ["basic", { kind: "basic", username: "me", secrets: [{ value: "a:b ü" }] }],
    ["header", { kind: "header", name: "x-key", secrets: [{ value: SECRET }] }],
    ["nothing", { kind: "loopback" }],
  ];
  it.each(own)("shows %s", (_, auth) => {
    expect(() => proven(requestOf(), auth, { now: Date.now() })).not.toThrow();
  });

  it("is what GitHub's own library takes", async () => {
    const { headers, rawBody } = proven(requestOf(), preset("github"), { now: Date.now() });
    const signature = headers["x-hub-signature-256"] ?? "";
    expect(await verifyGitHub(SECRET, String(rawBody), signature)).toBe(true);
  });

  it("is what Stripe's own library takes", () => {
    const { headers, rawBody } = proven(requestOf(), preset("stripe"), { now: Date.now() });
    const event: object = Stripe.webhooks.constructEvent(
      String(rawBody),
      headers["stripe-signature"] ?? "",
      SECRET,
    );
    expect(event).toMatchObject({ id: "evt_1" });
  });

  it.each([
    ["standard-webhooks", StandardWebhook],
    ["svix", SvixWebhook],
  ] as const)("is what the library of %s takes", (name, Library) => {
    const { headers, rawBody } = proven(requestOf(), preset(name), { now: Date.now() });
    expect(() => void new Library(SECRET).verify(String(rawBody), headers)).not.toThrow();
  });
});

/** A Gateway's port that keeps what comes, and the config that leads there. */
async function stage(status = 200): Promise<{
  send: (route: string, options?: SendOptions, secret?: string) => Promise<RecordedCli>;
  came: { url: string; headers: Record<string, unknown>; body: string }[];
  directory: string;
}> {
  const came: { url: string; headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += String(chunk)));
    request.on("end", () => {
      came.push({ url: request.url ?? "", headers: request.headers, body });
      response.writeHead(status).end('{"id":"req_1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const directory = mkdtempSync(join(tmpdir(), "event-webhooks-send-"));
  onTestFinished(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });
  const auth = { preset: "github", secret: "${HOOK_SECRET}" };
  const config = {
    inbound: { endpoints: { deploy: { agentId: "main", template: "x", auth } } },
  };
  const { port } = server.address() as AddressInfo;
  const file = join(directory, "openclaw.json");
  const all = { gateway: { port }, plugins: { entries: { "event-webhooks": { config } } } };
  writeFileSync(file, JSON.stringify(all));
  return {
    came,
    directory,
    async send(route, options = {}, secret) {
      const cli = { ...recordedCli([]), now: Date.now };
      await sendRequest(cli, route, options, {
        OPENCLAW_CONFIG_PATH: file,
        ...(secret !== undefined && { HOOK_SECRET: secret, OTHER: secret }),
      });
      return cli;
    },
  };
}

describe("requests send", () => {
  it("posts the file's bytes to the route, with event and headers", async () => {
    const { send, came, directory } = await stage();
    writeFileSync(join(directory, "push.json"), '{"ref": "main" }');
    const options = { body: join(directory, "push.json"), event: "push", header: ["X-A: 1"] };
    const { printed } = await send("deploy", options, "s3cret");
    expect(came).toMatchObject([
      {
        url: "/webhooks/inbound/deploy",
        body: '{"ref": "main" }',
        headers: { "x-github-event": "push", "x-a": "1" },
      },
    ]);
    expect(printed).toEqual([expect.stringMatching(/^200 from http:.*\n\{"id":"req_1"\}$/)]);
  });

  it("says of a secret that is not known here how to give it, and sends nothing", async () => {
    const { send, came } = await stage();
    await expect(send("deploy")).rejects.toThrow(/known to the Gateway alone.*--secret-env/);
    expect(came).toEqual([]);
  });

  it("names the near route", async () => {
    const { send } = await stage();
    await expect(send("deplyo")).rejects.toThrow(/no route "deplyo", did you mean "deploy"/);
  });

  it("fails when the route refuses", async () => {
    const { send } = await stage(401);
    await expect(send("deploy", {}, "s3cret")).rejects.toMatchObject({ code: "failed" });
  });
});
