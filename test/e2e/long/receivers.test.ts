// Receivers as they are, behind a genuine Gateway: one refuses with a 200, one has a limit, one takes only GET, one
// wants its token from the host's secrets, one checks Stripe's signature by Stripe's library.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { Stripe } from "stripe";
import type { Preview } from "../../../src/outbound/preview.ts";
import type { DeliveryRow } from "../../../src/view/delivery.ts";
import type { EndpointList } from "../../../src/view/endpoint.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import type { CommandResult } from "../../support/gateway.ts";
import { startReceiver, type Received, type Receiver } from "../../support/receiver.ts";
import { createStage, type Stage } from "../../support/stage.ts";

const MESSAGE = "A long message for the room. ".repeat(87).slice(0, 2500);
const REFUSAL = { errcode: 310_000, errmsg: "keywords not in content" };
const GOTIFY_TOKEN = "A-gotify-token-of-a-test";
const BILLING_SECRET = "whsec_of-the-billing-of-a-test";
const SIGN_SECRET = "SEC-sign-secret-of-a-test";

/** By Stripe's own library: https://docs.stripe.com/webhooks/signature */
function isStripes(body: string, header: unknown): boolean {
  try {
    Stripe.webhooks.constructEvent(body, String(header), BILLING_SECRET);
    return true;
  } catch {
    return false;
  }
}

describe("receivers of every kind", () => {
  let stage: Stage;
  let receiver: Receiver;

  const ask = (method: string, params: object): Promise<unknown> =>
    stage.host.call(`eventWebhooks.${method}`, params);
  const webhook = (...args: string[]): Promise<CommandResult> =>
    stage.host.run(["webhook", ...args], { env: { GOTIFY_TOKEN, BILLING_SECRET } });
  const got = (path: string): Received[] =>
    receiver.requests.filter((request) => request.path.startsWith(path));
  const bodyOf = (path: string): Record<string, unknown> =>
    JSON.parse(got(path)[0]?.body ?? "{}") as Record<string, unknown>;
  const deliveryTo = async (endpoint: string): Promise<DeliveryRow> => {
    // Everything of it is stored once the log has it.
    return vi.waitFor(
      async () => {
        const { deliveries } = (await ask("list", { endpoint })) as DeliveryPage;
        const [row] = deliveries.filter(({ attempts }) => attempts > 0);
        if (!row) throw new Error(`nothing was sent to ${endpoint}`);
        return row;
      },
      { timeout: 60_000, interval: 500 },
    );
  };

  function answer({ path, method, headers, body }: Received) {
    if (path.startsWith("/robot/")) return { status: 200, body: JSON.stringify(REFUSAL) };
    if (path.startsWith("/lamp/")) return { status: method === "GET" && body === "" ? 200 : 405 };
    if (path.startsWith("/message")) {
      return { status: headers["x-gotify-key"] === GOTIFY_TOKEN ? 200 : 401 };
    }
    if (path.startsWith("/billing")) {
      return { status: isStripes(body, headers["stripe-signature"]) ? 200 : 400 };
    }
    const { content = "" } = JSON.parse(body) as { content?: string };
    return { status: content.length > 0 && content.length <= 2000 ? 204 : 400 };
  }

  beforeAll(async () => {
    receiver = await startReceiver(answer);
    stage = await createStage(inject("tarball"));
    const { origin } = new URL(receiver.url);
    const common = { events: ["message.received"], allowPrivateNetwork: true };
    await stage.configure({
      endpoints: [
        {
          ...common,
          name: "group",
          format: "dingtalk",
          url: `${origin}/robot/send?access_token=t0k3n-of-the-robot`,
          secret: SIGN_SECRET,
        },
        { ...common, name: "room", format: "discord", url: `${origin}/api/webhooks/1/t0k3n` },
        {
          ...common,
          name: "lamp",
          method: "GET",
          url: `${origin}/lamp/abc?agent={{ data.agentId }}&said={{ data.message.content | slice: 0, 6 }}`,
        },
        {
          ...common,
          name: "billing",
          url: `${origin}/billing`,
          secret: SIGN_SECRET,
          signature: {
            preset: "stripe",
            secret: { source: "env", provider: "default", id: "BILLING_SECRET" },
          },
        },
        {
          ...common,
          name: "phone",
          format: "gotify",
          url: `${origin}/message`,
          options: { token: { source: "env", provider: "default", id: "GOTIFY_TOKEN" } },
        },
      ],
    });
    await stage.host.start({ GOTIFY_TOKEN, BILLING_SECRET });
    await stage.host.call("chat.send", {
      sessionKey: "agent:main:main",
      message: MESSAGE,
      idempotencyKey: "receivers-1",
    });
    await receiver.received(5);
  });
  afterAll(async () => {
    await stage.dispose();
    await receiver.close();
  });

  it("shows a refusal in a 200 as failed, with the receiver's code and words", async () => {
    const row = await deliveryTo("group");
    expect(row).toMatchObject({
      status: "failed",
      httpStatus: 200,
      error: "DingTalk 310000: keywords not in content",
    });
    const url = new URL(got("/robot/")[0]?.path ?? "", receiver.url);
    expect([...url.searchParams.keys()]).toEqual(["access_token", "timestamp", "sign"]);
    const listed = await webhook("list", "--status", "failed", "--json");
    expect(listed.stdout).toContain("DingTalk 310000: keywords not in content");
    const shown = await webhook("show", row.id, "--json");
    expect(shown.stdout).toContain("keywords not in content");
    for (const secret of ["t0k3n-of-the-robot", SIGN_SECRET, url.searchParams.get("sign") ?? ""]) {
      expect(listed.stdout + shown.stdout).not.toContain(secret);
    }
  });

  it("cuts a message of 2,500 characters for Discord, and delivers it", async () => {
    expect(await deliveryTo("room")).toMatchObject({ status: "delivered", attempts: 1 });
    const { content, allowed_mentions: mentions } = bodyOf("/api/webhooks/");
    expect(content).toHaveLength(2000);
    expect(content).toMatch(/^\*\*💬 .*\*\*\nA long message for the room\..*…$/s);
    expect(mentions).toEqual({ parse: [] });
  });

  it("sends a GET with values in its query and no body", async () => {
    expect(await deliveryTo("lamp")).toMatchObject({ status: "delivered", attempts: 1 });
    const [request] = got("/lamp/");
    expect(request).toMatchObject({
      method: "GET",
      body: "",
      path: "/lamp/abc?agent=main&said=A%20long",
    });
    expect(request?.headers).not.toHaveProperty("content-type");
    expect(request?.headers).not.toHaveProperty("content-length");
  });

  it("signs as its receiver already checks it, with a secret that only the host knows", async () => {
    expect(await deliveryTo("billing")).toMatchObject({ status: "delivered", attempts: 1 });
    const [request] = got("/billing");
    expect(request?.headers).toHaveProperty("x-openclaw-signature");
    expect(isStripes(`${request?.body} `, request?.headers["stripe-signature"])).toBe(false);
    const { endpoints } = (await ask("endpoints", {})) as EndpointList;
    const billing = endpoints.find(({ endpoint }) => endpoint === "billing");
    expect(billing).toMatchObject({ signed: true, signature: "stripe" });
    const preview = (await ask("preview", { endpoint: "billing" })) as Preview;
    expect(preview.headers?.["stripe-signature"]).toMatch(/^t=\d+,v1=\[masked\]$/);
    const texts = JSON.stringify([preview, billing]);
    expect(texts).not.toContain("of-the-billing-of-a-test");
  });

  it("takes a format's token from the host's secrets, and shows it nowhere", async () => {
    expect(await deliveryTo("phone")).toMatchObject({ status: "delivered", attempts: 1 });
    expect(bodyOf("/message")).toMatchObject({ message: MESSAGE, priority: 5 });
    const preview = (await ask("preview", { endpoint: "phone" })) as Preview;
    expect(preview.headers).toMatchObject({ "X-Gotify-Key": "[masked]" });
    expect(JSON.stringify(preview)).not.toContain(GOTIFY_TOKEN);
  });

  it("shows format, parts and address before anything is sent", async () => {
    const { endpoints } = (await ask("endpoints", {})) as EndpointList;
    expect(Object.fromEntries(endpoints.map(({ endpoint, format }) => [endpoint, format]))).toEqual(
      {
        group: "dingtalk",
        room: "discord",
        lamp: undefined,
        billing: undefined,
        phone: "gotify",
      },
    );
    const lamp = await webhook("preview", "lamp");
    expect(lamp.stdout).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/lamp\/abc\?agent=sample-agent&said=This%20i$/m,
    );
    const room = await webhook("preview", "room");
    expect(room.stdout).toContain("This is a sample message.");
  });

  it("says of each wrong setting what is wrong and what to write", async () => {
    const checked = await stage.host.run(["webhook", "check", "--json"], {});
    expect(checked.stdout).not.toContain(GOTIFY_TOKEN);
    const wrong = { url: receiver.url, allowPrivateNetwork: true };
    await stage.configure({
      endpoints: [
        { ...wrong, name: "a", format: "discrod" },
        { ...wrong, name: "b", format: "line" },
        { ...wrong, name: "c", url: "https://{{ data.host }}/x" },
        { ...wrong, name: "e", signature: { preset: "stirpe", secret: "s" } },
        { ...wrong, name: "d", success: { where: { "data.ok": true } } },
      ],
    });
    const { stdout } = await webhook("check", "--json");
    for (const words of [
      'did you mean \\"discord\\"',
      'did you mean \\"stripe\\"',
      "needs the user, group or room",
      "a template may stand in the path and the query only",
      "paths start with status, headers, body",
    ]) {
      expect(stdout).toContain(words);
    }
  });
});
