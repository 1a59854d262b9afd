import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

describe("deliveries of the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let messages = 0;

  const say = async (text: string): Promise<void> => {
    messages += 1;
    const params = {
      sessionKey: "agent:main:main",
      message: text,
      idempotencyKey: `m-${messages}`,
    };
    await stage.host.call("chat.send", params);
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    const retry = { maxAttempts: 50, backoffMs: 200, maxBackoffMs: 1_000 };
    await stage.configure({
      endpoints: [
        stage.endpoint({ retry, events: ["message.received"] }),
        {
          name: "crm",
          url: "https://crm.example.com/hook",
          headers: { "X-API-Key": "${CRM_API_KEY}" },
        },
        { name: "typo", url: "https://example.com/", events: ["message.recieved"] },
      ],
    });
    gateway = await stage.host.start();
  });
  afterAll(() => stage.dispose());

  it("come again with the same id until they are taken", async () => {
    stage.receiver.answerNext(500, 500);
    await say("try this three times");
    const received = await stage.receiver.until((all) => all.length >= 3);
    expect(new Set(received.map(({ event }) => event.id)).size).toBe(1);
    expect(received.map(({ headers }) => headers["x-openclaw-attempt"])).toEqual(["1", "2", "3"]);
    expect(received.every(({ verified }) => verified)).toBe(true);
  });

  it("are held, with a message that names the variable, where one is missing", () => {
    expect(gateway.log()).toMatch(/endpoints\[1\]\.headers.*CRM_API_KEY/);
  });

  it("are held, with a suggestion, where an event is misspelt; the others run", () => {
    expect(gateway.log()).toContain(
      'endpoints[2].events[0]: unknown event "message.recieved", did you mean "message.received"?',
    );
  });

  it("survive kill -9 of the Gateway", async () => {
    const before = stage.receiver.received.length;
    stage.receiver.answerNext(...Array<number>(200).fill(503));
    await say("first of three");
    await say("second of three");
    await say("third of three");
    const contents = (from: number): Set<unknown> =>
      new Set(
        stage.receiver.received
          .slice(from)
          .map(({ event }) => (event.data["message"] as { content: string }).content),
      );
    await stage.receiver.until(() => contents(before).size === 3);
    await gateway.stop("SIGKILL");
    const killedAt = stage.receiver.received.length;
    const refused = new Set(stage.receiver.received.slice(before).map(({ event }) => event.id));
    stage.receiver.forgetAnswers();
    gateway = await stage.host.start();
    const arrived = (): Set<string> =>
      new Set(stage.receiver.received.slice(killedAt).map(({ event }) => event.id));
    await stage.receiver.until(() => arrived().size >= refused.size);
    expect(arrived()).toEqual(refused);
  });

  it("go on, none lost, while the config is edited under load", async () => {
    const before = stage.receiver.received.length;
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index} under reload`);
    const talking = (async () => {
      for (const text of texts) await say(text);
    })();
    const edited = stage.endpoint({
      events: ["message.*"],
      retry: { maxAttempts: 20, backoffMs: 100 },
    });
    await stage.configure({ endpoints: [edited] });
    await talking;
    const wanted = (type: string): string[] =>
      stage.receiver.received
        .slice(before)
        .filter(({ event }) => event.type === type)
        .map(({ event }) => (event.data["message"] as { content: string }).content);
    await stage.receiver.until(
      () => new Set(wanted("message.received")).size === texts.length,
      120_000,
    );
    // The new settings are in force: replies are sent as well.
    await stage.receiver.until(() => wanted("message.sent").length > 0, 120_000);
    expect(wanted("message.received").sort()).toEqual([...texts].sort());
  });

  it("wait in memory while the state directory cannot be used, and go out when it can", async () => {
    await gateway.stop();
    const directory = join(stage.host.stateDir, "event-webhooks");
    await rename(directory, `${directory}-aside`);
    await writeFile(directory, "a file where the directory should be");
    gateway = await stage.host.start();
    await gateway.logged(/storage: the delivery engine does not run/);
    const before = stage.receiver.received.length;
    await say("is anybody there?");
    await stage.model.asked(stage.model.requests.length + 1);
    await rm(directory);
    await rename(`${directory}-aside`, directory);
    await gateway.logged("storage works again", 120_000);
    const arrived = (): boolean =>
      stage.receiver.received
        .slice(before)
        .some(({ event }) => JSON.stringify(event.data).includes("is anybody there?"));
    await stage.receiver.until(arrived, 120_000);
  });
});
