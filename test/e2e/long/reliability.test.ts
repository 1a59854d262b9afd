import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";

describe("deliveries of the genuine Gateway", () => {
  let stage: Stage;
  let gateway: Gateway;
  let messages = 0;

  /** Messages of one session that come together become one turn of the host: each has its own here. */
  const say = async (text: string, session = "main"): Promise<string> => {
    messages += 1;
    const { runId } = (await stage.host.call("chat.send", {
      sessionKey: `agent:main:${session}`,
      message: text,
      idempotencyKey: `m-${messages}`,
    })) as { runId: string };
    return runId;
  };

  /** What users said in a session, by the host's own transcript. */
  const saidIn = async (session: string): Promise<string[]> => {
    const params = { sessionKey: `agent:main:${session}`, limit: 200 };
    const { messages: all } = (await stage.host.call("chat.history", params)) as History;
    return all.filter(({ role }) => role === "user").map(({ content }) => textOf(content));
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
    await say("first of three", "first");
    await say("second of three", "second");
    await say("third of three", "third");
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
    const wanted = (type: string): string[] =>
      stage.receiver.received
        .slice(before)
        .filter(({ event }) => event.type === type)
        .map(({ event }) => (event.data["message"] as { content: string }).content);
    const sessions = ["one", "two", "three"];
    let reloaded = false;
    // A message stands in the transcript by the end of its run.
    const sayAndWait = async (text: string, session: string): Promise<void> => {
      const runId = await say(text, session);
      await stage.host.call("agent.wait", { runId, timeoutMs: 60_000 });
    };
    const talk = async (session: string): Promise<void> => {
      for (let number = 1; number <= 4 || !reloaded; number += 1)
        await sayAndWait(`message ${number} of ${session} under reload`, session);
    };
    const reload = async (): Promise<void> => {
      const retry = { maxAttempts: 20, backoffMs: 100 };
      await stage.configure({ endpoints: [stage.endpoint({ events: ["message.*"], retry })] });
      await gateway.logged("config hot reload applied");
      reloaded = true;
    };
    await Promise.all([...sessions.map(talk), reload()]);
    // The new settings are in force: replies are sent as well.
    await sayAndWait("one more", "one");
    await stage.receiver.until(() => wanted("message.sent").length > 0, 120_000);
    // The host drops some messages of its own while it replaces plugins; what it kept is told, once.
    const kept = (await Promise.all(sessions.map(saidIn))).flat();
    expect(kept.length).toBeGreaterThanOrEqual(9);
    await stage.receiver.until(() => wanted("message.received").length >= kept.length, 120_000);
    expect(wanted("message.received").sort()).toEqual(kept.sort());
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

interface History {
  messages: { role: string; content: string | { text?: string }[] }[];
}

function textOf(content: string | { text?: string }[]): string {
  return typeof content === "string" ? content : content.map(({ text }) => text ?? "").join("");
}
