// `npm run screenshots`: the pictures of docs/images, taken in the genuine Control UI of a genuine Gateway.
// `-- --to <directory>` puts them elsewhere.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launchBrowser } from "../test/support/browser.ts";
import { packPlugin } from "../test/support/packed-plugin.ts";
import { createStage } from "../test/support/stage.ts";
import { EMPTY, FRAMED, NATIVE, take } from "./screenshots/pictures.ts";
import { setScene } from "./screenshots/scene.ts";

const { values } = parseArgs({
  options: {
    to: { type: "string", default: fileURLToPath(new URL("../docs/images", import.meta.url)) },
  },
});
const undo: Array<() => Promise<unknown>> = [];
try {
  await takeAll(values.to);
} finally {
  for (const step of undo.toReversed()) await step();
}

async function takeAll(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const directory = await mkdtemp(join(tmpdir(), "event-webhooks-package-"));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const stage = await createStage(await packPlugin(directory), []);
  undo.push(stage.dispose);
  const scene = await setScene(stage);
  undo.push(scene.close);
  const browser = await launchBrowser();
  undo.push(() => browser.close());

  await scene.configure(true, true);
  const empty = await stage.host.start();
  await take(browser, stage.host, EMPTY, to);
  await empty.stop();

  await scene.remember();
  await scene.configure(true);
  const gateway = await stage.host.start();
  await scene.play();
  for (const picture of NATIVE) await take(browser, stage.host, picture, to);
  await gateway.stop();

  await scene.configure(false);
  await stage.host.start();
  await take(browser, stage.host, FRAMED, to);
  shrink(to);
}

/** The package holds them, and the host copies it at every command: 256 colours do. */
function shrink(directory: string): void {
  const pictures = readdirSync(directory).filter((name) => name.endsWith(".png"));
  const options = ["--quality=80-98", "--speed=1", "--strip", "--ext=.png", "--force", "--"];
  execFileSync("pngquant", [...options, ...pictures], { cwd: directory });
}
