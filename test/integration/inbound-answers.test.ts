// Words of a route at the door, on a real server: for a run that has ended, one that goes on, and a repeat.
import { afterEach, expect, it } from "vitest";
import type { StoredRequest } from "../../src/engine/inbox/inbox.ts";
import { openTestDoor, type Door, type DoorOptions } from "../support/inbound-door.ts";
import { sampleRequest } from "../support/inbox-samples.ts";

let door: Door;
afterEach(() => door.close());

const ended: StoredRequest = {
  ...sampleRequest(1),
  status: "completed",
  updatedAt: 0,
  reply: "<done>",
};
const words = { mode: "wait", contentType: "text/xml" } as const;
const body = "<R>{% if reply %}{{reply}}{% else %}{{status}}{% endif %} {{body.a}}</R>";
const route: DoorOptions["route"] = { response: { ...words, body } };

async function post(options: DoorOptions): Promise<string> {
  door = await openTestDoor(options);
  const headers = { "content-type": "application/json" };
  const response = await fetch(door.url, { method: "POST", headers, body: '{"a":"&"}' });
  return `${response.status} ${response.headers.get("content-type")} ${await response.text()}`;
}

it("hold the reply of a run that has ended", async () => {
  const told = await post({ route, ended });
  expect(told).toBe("200 text/xml; charset=utf-8 <R>&lt;done&gt; &amp;</R>");
});

it("say that a run goes on when it takes too long, or when no room is left to wait in", async () => {
  const told = "200 text/xml; charset=utf-8 <R>running &amp;</R>";
  expect(await post({ route })).toBe(told);
  await door.close();
  const going: StoredRequest = { ...sampleRequest(1), status: "running", updatedAt: 0 };
  expect(await post({ route, ended: going, patienceBytes: 10 })).toBe(told);
});

it("say that a run has failed", async () => {
  const failed: StoredRequest = { ...sampleRequest(1), status: "failed", updatedAt: 0, error: "x" };
  expect(await post({ route, ended: failed })).toBe(
    "200 text/xml; charset=utf-8 <R>failed &amp;</R>",
  );
});

it("are nothing where they cannot be rendered, and the request is still accepted", async () => {
  const broken = {
    mode: "wait",
    contentType: "application/json",
    body: '{"n": {{body.b}}}',
  } as const;
  expect(await post({ route: { response: broken }, ended })).toBe("200 null ");
});

it("that cannot be rendered before a run are told as a mistake, and start nothing", async () => {
  const broken = {
    mode: "accepted",
    contentType: "application/json",
    body: '{"n": {{body.b}}}',
  } as const;
  expect(await post({ route: { response: broken } })).toContain(
    "response.body: what the template gives is no JSON",
  );
  expect(door.stored.map(({ status, httpStatus }) => [status, httpStatus])).toEqual([
    ["rejected", 422],
  ]);
});
