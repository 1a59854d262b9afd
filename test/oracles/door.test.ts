// Every preset at the door on a real server: what its sender signs is let in and becomes a job, what is changed is not.
import { expect, it } from "vitest";
import { openTestDoor } from "../support/inbound-door.ts";
import { SENDERS, withOtherWords } from "./senders.ts";

it.each(SENDERS)("$preset is let in, and its prompt is made", async (sender) => {
  const { preset, secret, url, isBound, keys, more } = sender;
  const auth = {
    kind: "preset",
    preset,
    secrets: [{ value: secret }],
    ...(url !== undefined && { url }),
    ...more,
  } as const;
  const door = await openTestDoor({
    ...(keys && { keys }),
    route: { auth, template: `From ${preset}: {{body.type}}` },
  });
  const { headers, rawBody, url: path } = await sender.request(Date.now());
  const query = path.includes("?") ? path.slice(path.indexOf("?")) : "";
  const post = async (body: Uint8Array): Promise<number> => {
    const response = await fetch(door.url + query, {
      method: "POST",
      headers,
      body: Buffer.from(body),
    });
    await response.arrayBuffer();
    return response.status;
  };
  try {
    expect(await post(rawBody)).toBe(200);
    expect(door.stored.map(({ status }) => status)).toEqual(["waiting"]);
    expect(door.stored[0]?.job?.prompt).toContain(`From ${preset}:`);
    expect(JSON.stringify(door.stored)).not.toContain(secret);
    if (isBound) expect(await post(withOtherWords(rawBody))).toBe(401);
  } finally {
    await door.close();
  }
});
