#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), the JavaScript SDK of CloudEvents.
# One would guess: `data_base64` of a structured event is read as its bytes, as it is in a batch.
# Seen: as a Uint32Array with one element for each byte, so that its buffer is four times as long and every fourth
# byte of it counts; in a batch it is a Uint8Array.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { HTTP } = require("cloudevents");
const event = { specversion: "1.0", id: "1", source: "/camera", type: "frame", data_base64: "AQID" };
const read = (type, body) =>
  HTTP.toEvent({ headers: { "content-type": type }, body: JSON.stringify(body) });
const { data } = read("application/cloudevents+json", event);
const [{ data: batched }] = read("application/cloudevents-batch+json", [event]);
const told = (value) => `${value.constructor.name} of ${value.byteLength} bytes`;
console.log(`three bytes, structured: ${told(data)}; in a batch: ${told(batched)}`);
assert.equal(told(data), "Uint32Array of 12 bytes");
assert.equal(told(batched), "Uint8Array of 3 bytes");
JS
node see.cjs
