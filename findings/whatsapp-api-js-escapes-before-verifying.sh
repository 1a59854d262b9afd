#!/usr/bin/env bash
# whatsapp-api-js 6.3.0: `verifyRequestSignature(raw_body, signature)`, which asks for the raw body of a webhook.
# One would guess: it is the HMAC-SHA256 of that text, as Meta's `X-Hub-Signature-256` is of the bytes that it sends.
# Seen: letters beyond ASCII are written as \uXXXX before they are hashed. A body that holds them as UTF-8 is refused
# under the signature of its own bytes, and accepted under that of its escaped form.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent whatsapp-api-js@6.3.0
cat >ask.mjs <<'JS'
import { createHmac } from "node:crypto";
import { WhatsAppAPI } from "whatsapp-api-js";
const client = new WhatsAppAPI({ token: "t", appSecret: "secret", v: "v20.0" });
const sign = (text) => `sha256=${createHmac("sha256", "secret").update(text).digest("hex")}`;
const plain = '{"text":"hello"}';
const utf8 = '{"text":"naïve"}';
const escaped = '{"text":"na\\u00efve"}';
const seen = {
  "ASCII under its own signature": await client.verifyRequestSignature(plain, sign(plain)),
  "UTF-8 under its own signature": await client.verifyRequestSignature(utf8, sign(utf8)),
  "UTF-8 under that of its escaped form": await client.verifyRequestSignature(utf8, sign(escaped)),
};
console.log(seen);
process.exitCode = JSON.stringify(Object.values(seen)) === "[true,false,true]" ? 0 : 1;
JS
node ask.mjs
