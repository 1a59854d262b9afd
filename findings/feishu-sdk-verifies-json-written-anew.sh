#!/usr/bin/env bash
# @larksuiteoapi/node-sdk 1.74.0: `EventDispatcher.invoke(data)` of an app with an Encrypt Key.
# One would guess: the signature in X-Lark-Signature, which is made of the bytes of the body, is checked over them.
# Seen: it is checked over `JSON.stringify` of what was parsed. A body that is signed right is handed on while it is
# written as JavaScript writes JSON, and is dropped without an error once there is a space after a colon.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent @larksuiteoapi/node-sdk@1.74.0
cat >ask.cjs <<'JS'
const { createCipheriv, createHash } = require("node:crypto");
const { EventDispatcher, LoggerLevel } = require("@larksuiteoapi/node-sdk");
const encryptKey = "encrypt-key";
const event = { schema: "2.0", header: { event_id: "e1", event_type: "a.b_v1" }, event: {} };
const iv = Buffer.alloc(16, 7);
const key = createHash("sha256").update(encryptKey).digest();
const cipher = createCipheriv("aes-256-cbc", key, iv);
const encrypt = Buffer.concat([iv, cipher.update(JSON.stringify(event)), cipher.final()]).toString("base64");
async function isHandedOn(body) {
  const time = String(Math.floor(Date.now() / 1000));
  const headers = {
    "x-lark-request-timestamp": time,
    "x-lark-request-nonce": "n",
    "x-lark-signature": createHash("sha256").update(`${time}n${encryptKey}${body}`).digest("hex"),
  };
  let came = false;
  const dispatcher = new EventDispatcher({ encryptKey, loggerLevel: LoggerLevel.fatal });
  dispatcher.register({ "a.b_v1": () => void (came = true) });
  await dispatcher.invoke(Object.assign(Object.create({ headers }), JSON.parse(body)));
  return came;
}
(async () => {
  const seen = {
    "compact JSON": await isHandedOn(JSON.stringify({ encrypt })),
    "the same with a space after the colon": await isHandedOn(`{"encrypt": ${JSON.stringify(encrypt)}}`),
  };
  console.log(seen);
  process.exitCode = JSON.stringify(Object.values(seen)) === "[true,false]" ? 0 : 1;
})();
JS
node ask.cjs
