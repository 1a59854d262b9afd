// Writes everything that is derived from schema/ and from the code: types, the manifest's config part, the tables and
// samples of docs/, and from the recorded conversations: the tables of docs/channels.md.
// `--check` writes nothing, names each file that differs and exits 1. `--release` writes the schemas of this version
// to fixtures/released/ too, which later ones are held to.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncApi } from "./generate/asyncapi.ts";
import { channelTables } from "./generate/channels.ts";
import { configTypes, eventTypeList, eventTypes } from "./generate/code.ts";
import { eventSamples } from "./generate/events.ts";
import { libraryEvents, librarySamples } from "./generate/library.ts";
import { manifest, type Manifest } from "./generate/manifest.ts";
import { receiversPage } from "./generate/receivers.ts";
import { sendersPage } from "./generate/senders.ts";
import { presetList, settingTables } from "./generate/settings.ts";
import type { Schema } from "./generate/schema.ts";

const root = new URL("../", import.meta.url);

const config = readJson("schema/config.json") as Schema;
const envelope = readJson("schema/event.json") as Schema;
const data = Object.fromEntries(
  readdirSync(new URL("schema/events/", root))
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file.slice(0, -".json".length), readJson(`schema/events/${file}`) as Schema]),
);

const { version } = readJson("package.json") as { version: string };

const outputs: Record<string, string> = {
  "schema/asyncapi.json": await asyncApi(envelope, data, version),
  "src/generated/config.ts": await configTypes(config),
  "src/generated/event.ts": await eventTypes(envelope, data),
  "src/generated/event-types.ts": eventTypeList(envelope, data),
  "packages/openclaw-webhooks/src/generated/events.ts": await libraryEvents(envelope, data),
  "packages/openclaw-webhooks/src/generated/samples.ts": librarySamples(),
  "openclaw.plugin.json": await manifest(readJson("openclaw.plugin.json") as Manifest, config),
  "docs/events.md": eventSamples(readText("docs/events.md")),
  "docs/receivers.md": await receiversPage(),
  "docs/senders.md": sendersPage(),
  "docs/inbound.md": presetList(readText("docs/inbound.md")),
  "docs/settings.md": settingTables(readText("docs/settings.md"), config),
  "docs/channels.md": channelTables(readText("docs/channels.md")),
};

if (process.argv.includes("--release")) {
  const released = JSON.stringify({ event: envelope, events: data, config });
  outputs[`fixtures/released/${version}.json`] = `${released}\n`;
}

const stale = Object.entries(outputs).filter(([path, content]) => readText(path) !== content);

if (process.argv.includes("--check")) {
  for (const [path] of stale) console.error(`${path} does not match schema/: run npm run generate`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const [path, content] of stale) {
    mkdirSync(dirname(fileURLToPath(new URL(path, root))), { recursive: true });
    writeFileSync(new URL(path, root), content);
    console.log(`wrote ${path}`);
  }
}

function readText(path: string): string {
  const url = new URL(path, root);
  return existsSync(url) ? readFileSync(url, "utf8") : "";
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), "utf8"));
}
