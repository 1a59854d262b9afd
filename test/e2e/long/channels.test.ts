// The conversation of the recorded channels once more, with the packed plugin in the genuine Gateway and the
// adapters from npm: IRC against ngircd, the others against their servers on loopback; all at the same time.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createChannelHost, type ChannelHost } from "../../support/channels/channel-host.ts";
import { SCENE_NAMES, type OpenChannel, type SceneName } from "../../support/channels/channel.ts";
import { EXPECTED, type Expected } from "../../support/channels/expected.ts";
import { factOf } from "../../support/channels/facts.ts";
import type { Told } from "../../support/channels/replay.ts";
import { CHANNELS } from "../../support/channels/roster.ts";
import { play } from "../../support/channels/scenes.ts";
import type { Gateway } from "../../support/gateway.ts";
import { installPlugin } from "../../support/packed-plugin.ts";
import { SECRET } from "../../support/stage.ts";
import {
  startVerifyingReceiver,
  type VerifyingReceiver,
} from "../../support/verifying-receiver.ts";

const PLAYED = ["irc", "synology-chat", "slack", "discord"];
const channels = CHANNELS.filter(({ id }) => PLAYED.includes(id));

/** Each adapter is fetched from npm. */
const INSTALLED_WITHIN_MS = 900_000;
const PLAYED_WITHIN_MS = 600_000;
const TOLD_WITHIN_MS = 120_000;

/** Not played here: a restart, and what the host sends only where its native file binding is installed. */
const isPlayed = (id: string, scene: SceneName): boolean =>
  scene !== "edit" && !(id === "discord" && scene === "media");

describe("a conversation on a channel in the genuine Gateway", () => {
  let stage: ChannelHost;
  let gateway: Gateway;
  let receiver: VerifyingReceiver;
  const conversations = new Map<string, Promise<Expected>>();

  /** Every channel has an agent of its name. */
  const told = (id: string): Told[] =>
    receiver.received.map(({ event }) => event).filter(({ data }) => data["agentId"] === id);

  /** The facts of each scene, as they came before the next one was played. */
  async function converse(each: OpenChannel): Promise<Expected> {
    const { id } = each.channel;
    const facts: Partial<Record<SceneName, string[]>> = {};
    let before = 0;
    for (const scene of SCENE_NAMES) {
      const expected = EXPECTED[id]?.[scene];
      if (expected === undefined || !isPlayed(id, scene)) continue;
      await play(scene, each);
      await receiver
        .until(() => told(id).length >= before + expected.length, TOLD_WITHIN_MS)
        .catch(() => undefined);
      if (scene === "refused") await each.server.refuse(false);
      facts[scene] = told(id).slice(before).map(factOf).toSorted();
      before = told(id).length;
    }
    return facts;
  }

  beforeAll(async () => {
    stage = await createChannelHost(channels);
    receiver = await startVerifyingReceiver(SECRET);
    await installPlugin(stage.host, inject("tarball"));
    const endpoint = {
      name: "main-webhook",
      url: receiver.url,
      secret: SECRET,
      events: ["*"],
      allowPrivateNetwork: true,
    };
    gateway = await stage.start({
      plugins: {
        allow: ["event-webhooks"],
        entries: { "event-webhooks": { enabled: true, config: { endpoints: [endpoint] } } },
      },
    });
    for (const each of stage.open) conversations.set(each.channel.id, converse(each));
  }, INSTALLED_WITHIN_MS);
  afterAll(async () => {
    await stage.dispose();
    await receiver.close();
  });

  it.each(channels.map(({ id }) => id))(
    "tells exactly the facts of each scene on %s",
    async (id) => {
      const expected = Object.entries(EXPECTED[id] ?? {}) as Array<[SceneName, readonly string[]]>;
      const played = expected
        .filter(([scene]) => isPlayed(id, scene))
        .map(([scene, facts]) => [scene, facts.toSorted()]);
      expect(await conversations.get(id)).toEqual(Object.fromEntries(played));
    },
    PLAYED_WITHIN_MS,
  );

  it("tells nothing after that but the sessions' end, and signs all of it", async () => {
    const before = receiver.received.length;
    await gateway.stop();
    const after = receiver.received.slice(before).map(({ event }) => event.type);
    expect(after.filter((type) => type !== "session.ended")).toEqual([]);
    expect(receiver.received.filter(({ verified }) => !verified)).toEqual([]);
  });
});
