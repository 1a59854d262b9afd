#!/usr/bin/env bash
# cloudevents 10.0.0 (npm), the JavaScript SDK of CloudEvents.
# One would guess: HTTP.binary() percent-encodes attributes for headers and HTTP.toEvent() decodes them, as the HTTP
# binding demands (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values).
# Seen: neither. A subject with a letter beyond Latin-1 makes a header that Node refuses to send, and a subject that
# a conforming sender encoded is read with its percent signs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund cloudevents@10.0.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { validateHeaderValue } = require("node:http");
const { CloudEvent, HTTP } = require("cloudevents");
const subject = "Euro € 😀";
const { headers } = HTTP.binary(new CloudEvent({ source: "/shop", type: "order", subject, data: {} }));
let sent = "sendable";
try {
  validateHeaderValue("ce-subject", headers["ce-subject"]);
} catch (error) {
  sent = error.code;
}
console.log(`written: ${sent}`);
assert.equal(sent, "ERR_INVALID_CHAR");
const read = HTTP.toEvent({
  headers: {
    "ce-specversion": "1.0",
    "ce-id": "1",
    "ce-source": "/shop",
    "ce-type": "order",
    // The example of the binding's own text.
    "ce-subject": "Euro%20%E2%82%AC%20%F0%9F%98%80",
  },
  body: "",
}).subject;
console.log(`read: ${read}`);
assert.equal(read, "Euro%20%E2%82%AC%20%F0%9F%98%80");
JS
node see.cjs
