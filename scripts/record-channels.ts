// Records fixtures/hooks/channels/<channel>@<version>/<scene>.json: holds the same conversation on each
// channel in the genuine Gateway, with its adapter from npm, and writes down what the host tells plugins.
// `node scripts/record-channels.ts [channel …]`
import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Observation } from "../src/event/observation.ts";
import { createChannelHost } from "../test/support/channels/channel-host.ts";
import { SCENE_NAMES, type Channel, type SceneName } from "../test/support/channels/channel.ts";
import { normalise, type Recorded } from "../test/support/channels/normalise.ts";
import { CHANNELS } from "../test/support/channels/roster.ts";
import { channelScript, placePicture, play } from "../test/support/channels/scenes.ts";

/** A scene is over when the host has told nothing for so long, and at the latest after `LONGEST_MS`. */
const SILENCE_MS = 5_000;
const LONGEST_MS = 60_000;
const probe = fileURLToPath(new URL("../test/support/channels/probe", import.meta.url));
const target = fileURLToPath(new URL("../fixtures/hooks/channels", import.meta.url));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const wanted = process.argv.slice(2);
for (const channel of CHANNELS)
  if (wanted.length === 0 || wanted.includes(channel.id)) await record(channel);

async function record(channel: Channel): Promise<void> {
  const stage = await createChannelHost([channel]);
  const server = stage.open[0]?.server;
  if (server === undefined) throw new Error(`${channel.id} did not open`);
  stage.model.script(channelScript(server, await placePicture(stage.host.directory)));
  const file = join(stage.host.directory, "observations.jsonl");
  await writeFile(file, "");
  const plugins = {
    allow: ["channel-probe"],
    load: { paths: [probe] },
    entries: { "channel-probe": { enabled: true } },
  };
  const start = (streaming: boolean) =>
    stage.start({ plugins, environment: { OBSERVATIONS: file }, streaming });
  const one = async (scene: SceneName): Promise<void> => {
    if (channel.without?.[scene] !== undefined) return;
    await appendFile(file, `${JSON.stringify({ scene })}\n`);
    const before = server.shown.length;
    await play(scene, server, stage.model);
    await silence(file);
    if (scene === "refused") await server.refuse(false);
    const kinds = server.shown.slice(before).map(({ kind, text }) => `${kind} ${text.length}`);
    console.log(`${channel.id} ${scene}: ${kinds.join(", ")}`);
  };
  try {
    let gateway = await start(false);
    for (const scene of SCENE_NAMES) if (scene !== "edit") await one(scene);
    await appendFile(file, `${JSON.stringify({ scene: "between" })}\n`);
    if (channel.without?.edit === undefined) {
      await gateway.stop();
      gateway = await start(true);
      await one("edit");
    }
    if (process.env["SHOW_LOG"] !== undefined) console.log(gateway.log());
    await gateway.stop();
    await write(channel, await split(file), stage.host.directory);
  } finally {
    await stage.dispose();
  }
}

async function silence(file: string): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  let size = -1;
  let since = Date.now();
  while (Date.now() < end && Date.now() - since < SILENCE_MS) {
    const now = (await readFile(file)).length;
    if (now !== size) since = Date.now();
    size = now;
    await pause(200);
  }
}

async function split(file: string): Promise<Recorded[]> {
  const records: Recorded[] = [{ scene: "before", observations: [] }];
  for (const line of (await readFile(file, "utf8")).trim().split("\n")) {
    const entry = JSON.parse(line) as { scene?: string };
    if (entry.scene !== undefined) records.push({ scene: entry.scene, observations: [] });
    else records.at(-1)?.observations.push(entry as unknown as Observation);
  }
  return records.filter(({ scene }) => (SCENE_NAMES as readonly string[]).includes(scene));
}

async function write(
  channel: Channel,
  records: readonly Recorded[],
  directory: string,
): Promise<void> {
  const folder = join(target, `${channel.id}@${channel.version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { scene, observations } of normalise(records, directory)) {
    const lines = observations.map((observation) => JSON.stringify(observation));
    await writeFile(join(folder, `${scene}.json`), `[\n${lines.join(",\n")}\n]\n`);
  }
}
