// Secrets that senders bring, keys that they publish, and subscriptions that they want confirmed, up to the door.
import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import {
  createBroughtSecrets,
  keepingNone,
  secretsInMemory,
} from "../../../src/engine/inbox/brought.ts";
import { createSeal, newSealKey } from "../../../src/engine/inbox/seal.ts";
import type { Route } from "../../../src/config/route/route-settings.ts";
import type { SenderFacts } from "../../../src/inbound/sender-facts.ts";
import { openTestDoor, type Door } from "../../support/inbound-door.ts";

const SECRET = "b537207f20cbfa02357cf448134da559";

let door: Door | undefined;

afterEach(async () => {
  await door?.close();
  door = undefined;
});

/** The engine's own memory of secrets, behind the door. */
function memory(): Pick<SenderFacts, "bring" | "secret"> {
  const key = newSealKey();
  const brought = createBroughtSecrets(
    secretsInMemory(),
    createSeal(() => key),
    Date.now,
  );
  return {
    bring: (...given) => brought.bringSecret(...given),
    secret: (route) => brought.broughtSecret(route),
  };
}

async function openFor(route: Partial<Route>): Promise<Door> {
  door = await openTestDoor({ route, facts: memory() });
  return door;
}

const post = (at: Door, body: string, headers: Record<string, string> = {}) =>
  fetch(at.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });

const hex = (text: string, secret = SECRET) =>
  createHmac("sha256", secret).update(text).digest("hex");

it("a log that several Gateways share keeps none, and says what to write", async () => {
  const brought = createBroughtSecrets(keepingNone(), createSeal(newSealKey), Date.now);
  await expect(brought.bringSecret("asana", SECRET, "req_1")).rejects.toThrow(
    "write it into the settings of the route",
  );
  expect(await brought.broughtSecret("asana")).toBeUndefined();
  expect(await brought.forgetSecret("asana")).toBe(false);
});

describe("Asana's secret", () => {
  const auth = { kind: "preset", preset: "asana", secrets: [] } as const;

  it("is sent back, is the key of what comes later, and stands nowhere in the log", async () => {
    const at = await openFor({ auth });
    const before = await post(at, "{}", { "x-hook-signature": hex("{}") });
    const greeting = await post(at, "{}", { "x-hook-secret": SECRET });
    const event = await post(at, "{}", { "x-hook-signature": hex("{}") });
    const forged = await post(at, "{}", { "x-hook-signature": hex("{}", "another") });
    expect([before, greeting, event, forged].map(({ status }) => status)).toEqual([
      401, 200, 200, 401,
    ]);
    expect(greeting.headers.get("x-hook-secret")).toBe(SECRET);
    expect(await greeting.text()).toBe("");
    expect(at.stored.map(({ status }) => status)).toEqual([
      "rejected",
      "handshake",
      "waiting",
      "rejected",
    ]);
    expect(JSON.stringify(at.stored)).not.toContain(SECRET);
  });

  it("is not taken from a second one, whose greeting is refused and told how to be let in", async () => {
    const at = await openFor({ auth });
    await post(at, "{}", { "x-hook-secret": SECRET });
    const other = "0123456789abcdef0123456789abcdef";
    const second = await post(at, "{}", { "x-hook-secret": other });
    const again = await post(at, "{}", { "x-hook-secret": SECRET });
    const signed = await post(at, "{}", { "x-hook-signature": hex("{}", other) });
    expect([second, again, signed].map(({ status }) => status)).toEqual([401, 200, 401]);
    const reason = at.stored[1]?.verdicts.at(-1)?.detail ?? "";
    expect(reason).toContain("openclaw webhook brought deploy --forget");
  });

  it("is none of a stranger's where the operator has written one", async () => {
    const at = await openFor({ auth: { ...auth, secrets: [{ value: "the operator's own one" }] } });
    const greeting = await post(at, "{}", { "x-hook-secret": SECRET });
    expect(greeting.status).toBe(401);
  });

  it("is not taken when it is shorter than a key", async () => {
    const at = await openFor({ auth });
    expect((await post(at, "{}", { "x-hook-secret": "short" })).status).toBe(401);
  });
});

it("takes Notion's verification token, and answers nothing of it", async () => {
  const at = await openFor({ auth: { kind: "preset", preset: "notion", secrets: [] } });
  const token = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
  const greeting = await post(at, JSON.stringify({ verification_token: token }));
  const body = '{"id":"1","type":"page.created"}';
  const event = await post(at, body, { "x-notion-signature": `sha256=${hex(body, token)}` });
  expect([greeting.status, await greeting.text(), event.status]).toEqual([200, "", 200]);
  expect(JSON.stringify(at.stored)).not.toContain(token);
});

describe("Xero's intent to receive", () => {
  const auth = { kind: "preset", preset: "xero", secrets: [{ value: "key" }] } as const;
  const body =
    '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';
  const sign = (secret: string) => createHmac("sha256", secret).update(body).digest("base64");

  it("gets an empty 200 for the right signature and a 401 for the wrong one, and starts nothing", async () => {
    const at = await openFor({ auth });
    const right = await post(at, body, { "x-xero-signature": sign("key") });
    const wrong = await post(at, body, { "x-xero-signature": sign("other") });
    expect([right.status, await right.text(), wrong.status]).toEqual([200, "", 401]);
    expect(at.stored.map(({ status }) => status)).toEqual(["handshake", "rejected"]);
  });
});

describe("keys that cannot be had", () => {
  it("are a reason to come again, and not a refusal", async () => {
    const auth = { kind: "preset", preset: "pubsub", secrets: [], expect: {} } as const;
    const keys: SenderFacts["keys"] = async () => ({
      ok: false,
      reason: "www.googleapis.com answers HTTP 503",
      retryAfterSeconds: 10,
    });
    door = await openTestDoor({ route: { auth }, facts: { keys } });
    const answer = await post(door, "{}", { authorization: "Bearer e30.e30.e30" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
    expect(door.stored).toEqual([]);
  });
});
