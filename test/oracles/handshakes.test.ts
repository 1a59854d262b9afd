// How Amazon SNS, WeCom and DingTalk test an address, asked with their own libraries at the door.
import { afterEach, expect, it } from "vitest";
import type { Route } from "../../src/config/route/route-settings.ts";
import type { SenderFacts } from "../../src/inbound/sender-facts.ts";
import { schemesOf } from "../../src/inbound/proof/presets/preset.ts";
import { presetNamed } from "../../src/inbound/proof/presets/presets.ts";
import { signMessage } from "../../src/signature/sign.ts";
import { openTestDoor, type Door } from "../support/inbound-door.ts";
import { ENCRYPTED_LIBRARIES, openedByDingtalk } from "./encrypted-libraries.ts";
import { load } from "./load.ts";
import { post } from "./oracle.ts";
import { SIGNER } from "./published-libraries.ts";

let door: Door | undefined;

afterEach(async () => {
  await door?.close();
  door = undefined;
});

async function openFor(preset: string, facts: Partial<SenderFacts> = {}): Promise<Door> {
  const oracle = ENCRYPTED_LIBRARIES.find((one) => one.preset === preset);
  const auth: Route["auth"] = {
    kind: "preset",
    preset,
    secrets: oracle === undefined ? [] : [{ value: oracle.secret }],
    ...(oracle?.decrypt && { decrypt: oracle.decrypt }),
    ...(preset === "sns" && { expect: { TopicArn: ["arn:aws:sns:us-east-1:1:orders"] } }),
  };
  door = await openTestDoor({ route: { auth }, keys: [SIGNER.certificate], facts });
  return door;
}

it("gives WeCom what it sent, in clear", async () => {
  const at = await openFor("wecom");
  const { encrypt, getSignature } = load("@wecom/crypto");
  const { secret, decrypt: { key, receiver } = { key: "", receiver: "" } } =
    ENCRYPTED_LIBRARIES[0] ?? { secret: "" };
  const ask = async (whom: string, token = secret): Promise<[number, string]> => {
    const time = String(Math.floor(Date.now() / 1000));
    const echostr: string = encrypt(key, "1616140317555161061", whom);
    const query = new URLSearchParams({
      msg_signature: getSignature(token, time, "n", echostr),
      timestamp: time,
      nonce: "n",
      echostr,
    });
    const answer = await fetch(`${at.url}?${query.toString()}`);
    return [answer.status, await answer.text()];
  };
  expect(await ask(receiver)).toEqual([200, "1616140317555161061"]);
  expect((await ask("ww-of-another"))[0]).not.toBe(200);
  expect((await ask(receiver, "another-token"))[0]).not.toBe(200);
});

it.each([
  ['{"EventType":"check_url"}', "handshake"],
  ['{"EventType":"user_add_org","EventId":"1"}', "waiting"],
])("answers DingTalk's %s as its library reads it", async (body, status) => {
  const at = await openFor("dingtalk-event");
  const message = await ENCRYPTED_LIBRARIES[1]?.sign?.(body, Date.now());
  if (message === undefined) throw new Error("no message");
  const { headers, url, rawBody } = message;
  const query = url.slice(url.indexOf("?"));
  const answer = await fetch(at.url + query, {
    method: "POST",
    headers,
    body: Buffer.from(rawBody),
  });
  expect(openedByDingtalk(await answer.text())).toBe("success");
  expect(at.stored.map((one) => one.status)).toEqual([status]);
});

it("confirms a subscription of the operator's topic at Amazon alone, once its signature is right", async () => {
  const called: string[] = [];
  const at = await openFor("sns", {
    confirm: async (url) => {
      called.push(url);
      return { ok: true };
    },
  });
  const own = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=a&Token=t";
  const subscribe = async (changes: object, altered: object = {}): Promise<number> => {
    const scheme = schemesOf(presetNamed("sns") ?? { check: [] })[1];
    if (scheme === undefined) throw new Error("no scheme");
    const content = {
      Type: "SubscriptionConfirmation",
      MessageId: "1",
      Token: "t",
      TopicArn: "arn:aws:sns:us-east-1:1:orders",
      Message: "You have chosen to subscribe",
      SubscribeURL: own,
      Timestamp: "",
      SignatureVersion: "2",
      SigningCertURL: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0a.pem",
      ...changes,
    };
    const { privateKey } = SIGNER;
    const made = signMessage(post(JSON.stringify(content), {}), scheme, {
      secrets: [],
      privateKey,
      now: Date.now(),
      id: "1",
    });
    if (!made.ok) throw new Error(made.reason);
    const sent = JSON.parse(Buffer.from(made.value.rawBody).toString("utf8")) as object;
    const answer = await fetch(at.url, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: JSON.stringify({ ...sent, ...altered }),
    });
    return answer.status;
  };
  expect(await subscribe({})).toBe(200);
  expect(called).toEqual([own]);
  const refused = [
    await subscribe({}, { Message: "changed" }),
    await subscribe({ TopicArn: "arn:aws:sns:us-east-1:2:another" }),
    await subscribe(
      {},
      {
        SigningCertURL:
          "https://sns.us-east-1.amazonaws.com.example.com/SimpleNotificationService-0a.pem",
      },
    ),
    await subscribe(
      {},
      { SigningCertURL: "https://bucket.s3.amazonaws.com/SimpleNotificationService-0a.pem" },
    ),
  ];
  expect(refused).toEqual([401, 401, 401, 401]);
  await subscribe({ SubscribeURL: "https://example.com/?Action=ConfirmSubscription&Token=t" });
  await subscribe({ SubscribeURL: own.replace("ConfirmSubscription", "DeleteTopic") });
  expect(called).toEqual([own]);
});
