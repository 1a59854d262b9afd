#!/usr/bin/env bash
# @paddle/paddle-node-sdk 3.10.0 (npm).
# One would guess: a Paddle-Signature header with several h1, which Paddle's page provides for ("Signatures contain at
# least one `h1`", https://classic.paddle.com/invoice/webhooks/signature-verification/), is right when one of them is.
# Seen: only the last h1 is looked at; the right one before another is refused. (The key is the one of the example.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @paddle/paddle-node-sdk@3.10.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { createHmac } = require("node:crypto");
const { Paddle } = require("@paddle/paddle-node-sdk");
const body = '{"event_id":"evt_1"}';
const ts = Math.floor(Date.now() / 1000);
const h1 = (secret) => createHmac("sha256", secret).update(`${ts}:${body}`).digest("hex");
const [ours, other] = ["pdl_ntfset_example_one", "pdl_ntfset_example_two"];
const isValid = (...secrets) =>
  new Paddle("key").webhooks.isSignatureValid(
    body,
    ours,
    [`ts=${ts}`, ...secrets.map((secret) => `h1=${h1(secret)}`)].join(";"),
  );
(async () => {
  const seen = [await isValid(ours), await isValid(other, ours), await isValid(ours, other)];
  console.log(`alone: ${seen[0]}; last: ${seen[1]}; first: ${seen[2]}`);
  assert.deepEqual(seen, [true, true, false]);
})();
JS
node see.cjs
