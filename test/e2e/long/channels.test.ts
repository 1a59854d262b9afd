// The conversation of the recorded channels once more, with the packed plugin in the genuine Gateway and the
// adapters from npm: IRC against ngircd, and four others against their servers on loopback.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createChannelHost, type ChannelHost } from "../../support/channels/channel-host.ts";
import { SCENE_NAMES, type OpenChannel } from "../../support/channels/channel.ts";
import { EXPECTED } from "../../support/channels/expected.ts";
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

const PLAYED = ["irc", "synology-chat", "slack", "discord", "matrix"];
const channels = CHANNELS.filter(({ id }) => PLAYED.includes(id));

describe("a conversation on a channel in the genuine Gateway", () => {
  let stage: ChannelHost;
  let gateway: Gateway;
  let receiver: VerifyingReceiver;
  /** How many events of each agent were looked at; every channel has an agent of its own. */
  const seen = new Map<string, number>();

  const told = (id: string): Told[] =>
    receiver.received.map(({ event }) => event).filter(({ data }) => data["agentId"] === id);

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
  });
  afterAll(async () => {
    await stage.dispose();
    await receiver.close();
  });

  const open = (id: string): OpenChannel => {
    const found = stage.open.find(({ channel }) => channel.id === id);
    if (found === undefined) throw new Error(`${id} is not open`);
    return found;
  };

  it.each(channels.map(({ id }) => id))("tells each fact once on %s", async (id) => {
    const each = open(id);
    for (const scene of SCENE_NAMES) {
      const expected = EXPECTED[id]?.[scene];
      // What is not heard is no event; that none comes later shows in the scenes after it.
      if (expected === undefined || scene === "edit") continue;
      const before = seen.get(id) ?? 0;
      await play(scene, each);
      await receiver.until(() => told(id).length >= before + expected.length, 90_000);
      if (scene === "refused") await each.server.refuse(false);
      const facts = told(id).slice(before).map(factOf);
      expect(facts.toSorted(), `${id} ${scene}`).toEqual(expected.toSorted());
      seen.set(id, before + expected.length);
    }
  });

  it("tells nothing but that, signed, and the sessions' end", async () => {
    await gateway.stop();
    for (const { id } of channels) {
      const rest = told(id).slice(seen.get(id));
      expect(rest.filter(({ type }) => type !== "session.ended")).toEqual([]);
    }
    expect(receiver.received.filter(({ verified }) => !verified)).toEqual([]);
  });
});
