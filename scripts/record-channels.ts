// Records fixtures/hooks/channels/<channel>@<version>/<scene>.json: holds the same conversation on each
// channel in the genuine Gateway, with its adapter from npm, and writes down what the host tells plugins.
// `node scripts/record-channels.ts [channel …]`; with HOST_DIRECTORY the host stays there for the next recording.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Gateway } from "../test/support/gateway.ts";
import { createChannelHost } from "../test/support/channels/channel-host.ts";
import { SCENE_NAMES, type OpenChannel } from "../test/support/channels/channel.ts";
import type { SceneName } from "../test/support/channels/channel.ts";
import { normalise, type Recorded } from "../test/support/channels/normalise.ts";
import {
  BETWEEN,
  channelOf,
  readObservations,
  scenesOf,
  type Begin,
} from "../test/support/channels/record.ts";
import { CHANNELS, UNRECORDED } from "../test/support/channels/roster.ts";
import { play } from "../test/support/channels/scenes.ts";

/** A scene is over when a reply went out and then the host told nothing for so long. */
const SILENCE_MS = 6_000;
/** After a refusal the host tries again, and tells the user that it could not. */
const AFTER_REFUSAL_MS = 20_000;
/** Where no reply goes out, and where one does that no hook tells of. */
const LONGEST_MS = 60_000;
const recorder = fileURLToPath(new URL("../test/support/recorder-plugin", import.meta.url));
const target = fileURLToPath(new URL("../fixtures/hooks/channels", import.meta.url));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const channels =
  wanted.length === 0
    ? CHANNELS
    : [...CHANNELS, ...UNRECORDED].filter(({ id }) => wanted.includes(id));
const stage = await createChannelHost(channels, process.env["HOST_DIRECTORY"]);
if (process.argv.includes("--install")) process.exit(0);
const file = join(stage.host.directory, "observations.jsonl");
const begins = new Map<string, Begin[]>(channels.map(({ id }) => [id, []]));
try {
  await writeFile(file, "");
  const usual = SCENE_NAMES.filter((scene) => scene !== "edit");
  await hold(false, stage.open, usual);
  const editing = stage.open.filter(({ channel }) => channel.without?.edit === undefined);
  if (editing.length > 0) await hold(true, editing, ["edit"]);
  const observations = await readObservations(file);
  for (const { id, version } of channels) {
    const records = scenesOf(observations, id, begins.get(id) ?? []);
    await write(`${id}@${version}`, normalise(records, stage.host.directory));
  }
} finally {
  await stage.dispose();
}

/** One life of the Gateway: every channel plays its scenes in order, all channels at a time. */
async function hold(
  streaming: boolean,
  open: readonly OpenChannel[],
  scenes: readonly SceneName[],
): Promise<void> {
  const plugins = {
    allow: ["observation-recorder"],
    load: { paths: [recorder] },
    entries: { "observation-recorder": { enabled: true } },
  };
  let gateway: Gateway | undefined;
  try {
    gateway = await stage.start({ plugins, environment: { OBSERVATIONS: file }, streaming });
    await Promise.all(
      open.map(async (each) => {
        for (const scene of scenes)
          if (each.channel.without?.[scene] === undefined) await one(each, scene);
        begins.get(each.channel.id)?.push({ scene: BETWEEN, at: Date.now() });
      }),
    );
  } finally {
    if (process.env["GATEWAY_LOG"] !== undefined)
      await writeFile(`${process.env["GATEWAY_LOG"]}.${streaming}`, gateway?.log() ?? "");
    await gateway?.stop();
  }
}

async function one(each: OpenChannel, scene: SceneName): Promise<void> {
  const { channel, server } = each;
  const before = server.shown.length;
  const begin = Date.now();
  begins.get(channel.id)?.push({ scene, at: begin });
  await play(scene, each);
  const longest = scene === "group-silent" ? 10_000 : LONGEST_MS;
  await over(channel.id, begin, longest, scene === "refused" ? AFTER_REFUSAL_MS : SILENCE_MS);
  if (scene === "refused") await server.refuse(false);
  const kinds = server.shown.slice(before).map(({ kind, text }) => `${kind} ${text.length}`);
  console.log(`${channel.id} ${scene}: ${kinds.join(", ")}`);
}

async function over(
  channel: string,
  begin: number,
  longestMs: number,
  silenceMs: number,
): Promise<void> {
  for (let now = begin; now - begin < longestMs; now = Date.now()) {
    await pause(500);
    const told = (await readObservations(file)).filter(
      (seen) => seen.at >= begin && channelOf(seen) === channel,
    );
    const replied = told.some(({ name }) => /^(message_sen|reply_payload_sending)/.test(name));
    if (replied && Date.now() - (told.at(-1)?.at ?? 0) > silenceMs) return;
  }
}

async function write(name: string, records: readonly Recorded[]): Promise<void> {
  const folder = join(target, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { scene, observations } of records) {
    const lines = observations.map((observation) => JSON.stringify(observation));
    await writeFile(join(folder, `${scene}.json`), `[\n${lines.join(",\n")}\n]\n`);
  }
}
