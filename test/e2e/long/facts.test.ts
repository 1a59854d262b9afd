import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { validateEnvelope } from "../../support/event-schema.ts";
import { BY_THE_CLOCK } from "./scenes/by-the-clock.ts";
import { BY_TOOLS } from "./scenes/by-tools.ts";
import { createFactsStage, type FactsStage } from "./scenes/facts-stage.ts";
import { IN_CHATS, TWO_PEOPLE } from "./scenes/in-chats.ts";
import { lines, type Told } from "./scenes/line.ts";
import { ON_SURFACES } from "./scenes/on-surfaces.ts";
import { AFTER_THE_DESK } from "./scenes/after-the-desk.ts";

const SCENES = [
  ...IN_CHATS,
  ...BY_THE_CLOCK,
  ...BY_TOOLS,
  ...ON_SURFACES,
  ...AFTER_THE_DESK,
  ...TWO_PEOPLE,
];

describe("every kind of run in the genuine Gateway is told once, whole and true", () => {
  let stage: FactsStage;
  let told = 0;

  beforeAll(async () => {
    stage = await createFactsStage(inject("tarball"));
  });
  afterAll(() => stage.dispose());

  it.each(SCENES.map(({ name }) => name))(
    "%s",
    async (name) => {
      const scene = SCENES.find((candidate) => candidate.name === name);
      if (scene === undefined) throw new Error(`no scene ${name}`);
      const before = told;
      const asked = stage.model.calls.length;
      await scene.play(stage);
      if (scene.asks !== undefined) await stage.model.asked(scene.asks, asked);
      const enough = before + scene.tells.length;
      const all = await stage.receiver
        .until(({ length }) => length >= enough, 60_000)
        .catch(() => stage.receiver.received);
      // What comes too much is in the next scene's way as well.
      told = Math.max(all.length, before);
      const events = all.slice(before).map(({ event }) => event as Told);
      expect(lines(events)).toEqual([...scene.tells].toSorted());
    },
    120_000,
  );

  it("is what the schemas describe, signed", () => {
    for (const { event, verified } of stage.receiver.received) {
      expect(validateEnvelope({ ...event })).toEqual([]);
      expect(verified).toBe(true);
    }
  });

  it("is nothing that a rule does not expect", async () => {
    const support = (await stage.host.call("eventWebhooks.support", {})) as {
      unexpected: unknown[];
    };
    expect(support.unexpected).toEqual([]);
  });

  it("ends every session that it began, and tells nothing more", async () => {
    await stage.gateway.stop();
    // What the Gateway could not send any more while it stopped goes out after its next start.
    const gateway = await stage.host.start();
    const idsOf = (type: string): string[] =>
      stage.receiver.received
        .filter(({ event }) => event.type === type)
        .map(({ event }) => String(event.data["sessionId"]))
        .toSorted();
    const begun = idsOf("session.created").length;
    await stage.receiver.until(() => idsOf("session.ended").length >= begun);
    await gateway.stop();
    expect(idsOf("session.ended")).toEqual(idsOf("session.created"));
    const rest = stage.receiver.received.slice(told).map(({ event }) => event.type);
    expect(rest.filter((type) => type !== "session.ended")).toEqual([]);
  });
});
