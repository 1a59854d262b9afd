#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), the SDK of the CloudEvents project.
# One would guess: it reads a structured event with the header that every example of the project's HTTP binding
# has, `Content-Type: application/cloudevents+json; charset=UTF-8`
# (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#323-examples):
# media types and charsets are compared without regard to case (RFC 9110, section 8.3).
# Seen: `HTTP.toEvent` throws "invalid content type" for it, and for `;charset=utf-8` without the blank. It takes the
# type alone, and the one spelling that the SDK itself sends; of a batch it takes the charset in capitals as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts cloudevents@10.0.0
cat >see.mjs <<'JS'
import assert from "node:assert";
import cloudevents from "cloudevents";
const { HTTP, CloudEvent } = cloudevents;
const event = new CloudEvent({ id: "1", source: "/s", type: "t", data: { a: 1 } });
const body = JSON.stringify(event);
const read = (type, text = body) => {
  try {
    HTTP.toEvent({ headers: { "content-type": type }, body: text });
    return "read";
  } catch (error) {
    return error.message;
  }
};
const own = HTTP.structured(event).headers["content-type"];
const seen = {
  [own]: read(own),
  "application/cloudevents+json": read("application/cloudevents+json"),
  "application/cloudevents+json; charset=UTF-8": read("application/cloudevents+json; charset=UTF-8"),
  "application/cloudevents+json;charset=utf-8": read("application/cloudevents+json;charset=utf-8"),
  "application/cloudevents-batch+json; charset=UTF-8": read("application/cloudevents-batch+json; charset=UTF-8", `[${body}]`),
};
console.log(seen);
assert.equal(own, "application/cloudevents+json; charset=utf-8");
assert.equal(seen[own], "read");
assert.equal(seen["application/cloudevents+json"], "read");
for (const type of Object.keys(seen).slice(2, 4)) assert.match(seen[type], /^invalid content type/, type);
assert.equal(seen["application/cloudevents-batch+json; charset=UTF-8"], "read");
JS
node see.mjs
