#!/usr/bin/env bash
# standardwebhooks 1.1.1 (npm), the reference library of Standard Webhooks; svix 1.99.1 verifies with it.
# One would guess: sign() takes the bytes of a payload and signs them, as the specification says of the raw body
# (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme).
# Seen: a Buffer is decoded as UTF-8 first. A payload that is no UTF-8 (compressed, an image, Protocol Buffers) gets a
# signature that nobody who signs its bytes comes to. And a Uint8Array, which is what Request.bytes() gives, is
# refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund standardwebhooks@1.1.1
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { createHmac } = require("node:crypto");
const { gzipSync } = require("node:zlib");
const { Webhook } = require("standardwebhooks");
const key = Buffer.from("a key of the example, 24");
const webhook = new Webhook(`whsec_${key.toString("base64")}`);
const sentAt = new Date(1_700_000_000_000);
const ofBytes = (payload) =>
  `v1,${createHmac("sha256", key).update("msg_1.1700000000.").update(payload).digest("base64")}`;
const isSame = (payload) => webhook.sign("msg_1", sentAt, payload) === ofBytes(payload);
const text = Buffer.from('{"n":1}');
console.log(`JSON: same as of its bytes: ${isSame(text)}; gzip: ${isSame(gzipSync(text))}`);
assert.equal(isSame(text), true);
assert.equal(isSame(gzipSync(text)), false);
assert.throws(
  () => webhook.sign("msg_1", sentAt, new Uint8Array(text)),
  (error) => {
    console.log(`Uint8Array: ${error.message}`);
    return error.message.includes("string or Buffer");
  },
);
JS
node see.cjs
