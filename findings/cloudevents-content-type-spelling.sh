#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), the JavaScript SDK of CloudEvents.
# One would guess: a media type is the same however its parameters are spelled (RFC 9110, section 8.3.1: names and
# charset in any case, white space around ";" optional).
# The binding's own examples write "charset=UTF-8"
# (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#323-examples).
# Seen: it is compared letter by letter with "…; charset=utf-8". In structured mode "…;charset=utf-8" and
# "…; charset=UTF-8" are errors; in binary mode nothing fails, and the data is a text where it was an object.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { HTTP } = require("cloudevents");
const attributes = { specversion: "1.0", id: "1", source: "/shop", type: "order" };
const structured = (parameters) => {
  try {
    const { data } = HTTP.toEvent({
      headers: { "content-type": `application/cloudevents+json${parameters}` },
      body: JSON.stringify({ ...attributes, data: { n: 1 } }),
    });
    return typeof data;
  } catch (error) {
    return error.constructor.name;
  }
};
const binary = (parameters) =>
  typeof HTTP.toEvent({
    headers: {
      "content-type": `application/json${parameters}`,
      "ce-specversion": "1.0",
      "ce-id": "1",
      "ce-source": "/shop",
      "ce-type": "order",
    },
    body: '{"n":1}',
  }).data;
const seen = ["", "; charset=utf-8", ";charset=utf-8", "; charset=UTF-8"].map((parameters) => [
  parameters,
  structured(parameters),
  binary(parameters),
]);
for (const [parameters, one, other] of seen)
  console.log(`"${parameters}": structured gives ${one}, binary gives ${other}`);
assert.deepEqual(seen, [
  ["", "object", "object"],
  ["; charset=utf-8", "object", "object"],
  [";charset=utf-8", "ValidationError", "string"],
  ["; charset=UTF-8", "ValidationError", "string"],
]);
JS
node see.cjs
