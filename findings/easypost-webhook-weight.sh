#!/usr/bin/env bash
# @easypost/api 8.9.0: `Utils.validateWebhook(body, headers, secret)`, which takes the raw bytes of a webhook.
# One would guess: it is the HMAC-SHA256 of those bytes, so a body whose signature is right is accepted.
# Seen: every `"weight": <integer>` of the body is given a ".0" before it is hashed. A body that was signed with
# `"weight":17` in it is refused, and the same body is accepted under the signature of `"weight":17.0`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent @easypost/api@8.9.0
cat >ask.cjs <<'JS'
const { createHmac } = require("node:crypto");
const library = require("@easypost/api");
const client = new (library.default ?? library)("key");
const secret = "secret";
const sign = (body) => `hmac-sha256-hex=${createHmac("sha256", secret).update(body).digest("hex")}`;
const accepts = (body, signed) => {
  try {
    client.Utils.validateWebhook(Buffer.from(body), { "X-Hmac-Signature": sign(signed) }, secret);
    return true;
  } catch {
    return false;
  }
};
const integer = '{"id":"evt_1","result":{"weight":17}}';
const float = '{"id":"evt_1","result":{"weight":17.0}}';
const other = '{"id":"evt_1","result":{"height":17}}';
const seen = {
  "the bytes that were signed, without a weight": accepts(other, other),
  "the bytes that were signed, with a weight": accepts(integer, integer),
  "under the signature of the same with .0": accepts(integer, float),
};
console.log(seen);
process.exitCode = JSON.stringify(Object.values(seen)) === "[true,false,true]" ? 0 : 1;
JS
node ask.cjs
