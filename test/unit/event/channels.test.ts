// What the genuine adapters told in the genuine Gateway, through our event mapping.
import { describe, expect, it } from "vitest";
import { validateEnvelope } from "../../support/event-schema.ts";
import { SCENE_NAMES } from "../../support/channels/channel.ts";
import { EXPECTED } from "../../support/channels/expected.ts";
import { factOf } from "../../support/channels/facts.ts";
import { recordedChannels, replay } from "../../support/channels/replay.ts";
import { ABSENT, CHANNELS } from "../../support/channels/roster.ts";

const recorded = CHANNELS.map(({ id, version }) => `${id}@${version}`);

describe("the recorded conversations", () => {
  it("are those of the roster's channels and versions, with every scene a channel has", () => {
    expect(recordedChannels()).toEqual(recorded.toSorted());
    const missing = CHANNELS.flatMap((channel) => {
      const scenes = replay(`${channel.id}@${channel.version}`).map(({ scene }) => scene);
      const wanted = SCENE_NAMES.filter((scene) => channel.without?.[scene] === undefined);
      return wanted
        .filter((scene) => !scenes.includes(scene))
        .map((scene) => `${channel.id} ${scene}`);
    });
    expect(missing).toEqual([]);
  });

  it("number ten channels at least, and each of the others has its reason", () => {
    expect(CHANNELS.length).toBeGreaterThanOrEqual(10);
    expect(ABSENT.filter(({ reason }) => reason.length < 20)).toEqual([]);
    const both = ABSENT.filter(({ id }) => CHANNELS.some((channel) => channel.id === id));
    expect(both).toEqual([]);
  });
});

describe.each(CHANNELS)("the conversation on $id $version", ({ id, version }) => {
  const scenes = replay(`${id}@${version}`);

  it.each(scenes.map(({ scene }) => scene))("tells exactly the facts of %s", (name) => {
    const events = scenes.find(({ scene }) => scene === name)?.events ?? [];
    expect(events.map(factOf).toSorted()).toEqual([...(EXPECTED[id]?.[name] ?? ["?"])].toSorted());
  });

  it("names the channel, the agent and the run of every reply", () => {
    for (const { events } of scenes)
      for (const { data } of events.filter(({ type }) => type === "message.sent"))
        expect(data).toMatchObject({
          channel: id,
          agentId: id,
          runId: expect.any(String) as string,
          model: "mock-1",
          provider: "mock",
        });
  });

  it("makes envelopes that their schemas accept", () => {
    for (const { events } of scenes)
      for (const event of events) expect(validateEnvelope({ ...event })).toEqual([]);
  });
});
