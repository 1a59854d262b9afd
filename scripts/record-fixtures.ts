// Records fixtures/hooks/*.json from the genuine Gateway: plays every scene and writes down what the host tells plugins.
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PLUGIN_SCENES, SCENES } from "../test/support/conversation.ts";
import { createHost, hostConfig } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { startTelegramServer } from "../test/support/telegram-server.ts";

const SCENE_MS = 8_000;
const recorder = fileURLToPath(new URL("../test/support/recorder-plugin", import.meta.url));
const target = fileURLToPath(new URL("../fixtures/hooks", import.meta.url));

const model = await startModelServer();
const telegram = await startTelegramServer();
const options = {
  modelBaseUrl: model.baseUrl,
  telegramApiRoot: telegram.apiRoot,
  agents: { main: {}, "alert-handler": {} },
};
const host = await createHost(options);
const config = hostConfig(options, host.directory, host.port, host.token);
await host.writeConfig({
  ...config,
  plugins: {
    allow: ["telegram", "observation-recorder"],
    load: { paths: [recorder] },
    entries: { "observation-recorder": { enabled: true } },
  },
});
const file = join(host.directory, "observations.jsonl");
const gateway = await host.start({ OBSERVATIONS: file });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
await pause(3_000);
for (const scene of [...SCENES, ...PLUGIN_SCENES]) {
  console.log(scene.name);
  await appendFile(file, `${JSON.stringify({ scene: scene.name })}\n`);
  await scene.play({ host, telegram });
  await pause(scene.lastsMs ?? SCENE_MS);
}
await appendFile(file, `${JSON.stringify({ scene: "shutdown" })}\n`);
await gateway.stop();

await mkdir(target, { recursive: true });
let scene = "before";
const recorded = new Map<string, unknown[]>();
for (const line of (await readFile(file, "utf8")).trim().split("\n")) {
  const entry = JSON.parse(line.replaceAll(host.directory, "/home/openclaw")) as { scene?: string };
  if (entry.scene === undefined) recorded.set(scene, [...(recorded.get(scene) ?? []), entry]);
  else scene = entry.scene;
}
recorded.delete("before");
for (const [name, observations] of recorded)
  await writeFile(join(target, `${name}.json`), `${JSON.stringify(observations, null, 1)}\n`);
await host.dispose();
await Promise.all([model.close(), telegram.close()]);
