#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), the JavaScript SDK of CloudEvents.
# One would guess: an event in structured mode whose `data` is 0, false or "" is read with that data. The JSON format
# says that `data` may be any JSON value
# (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data).
# Seen: HTTP.toEvent() gives an event without data. The same event in a batch keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { HTTP } = require("cloudevents");
const event = { specversion: "1.0", id: "1", source: "/meter", type: "reading" };
for (const data of [0, false, "", 5]) {
  const one = HTTP.toEvent({
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify({ ...event, data }),
  });
  const [batched] = HTTP.toEvent({
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify([{ ...event, data }]),
  });
  console.log(`data ${JSON.stringify(data)}: structured gives ${one.data}, batch gives ${JSON.stringify(batched.data)}`);
  assert.equal(one.data, data || undefined);
  assert.equal(batched.data, data);
}
JS
node see.cjs
