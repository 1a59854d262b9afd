#!/usr/bin/env bash
# undici 8.12.4 (npm), the HTTP client of Node: `new Client(origin, { connect })` takes a function that opens the socket.
# One would guess: a function that has the socket already, as behind a CONNECT of one's own, may call back at once.
# Seen: then the request waits for ever, without an error and without a timeout; one microtask later it is answered.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund undici@8.12.4 node@24.21.0
cat >see.cjs <<'JS'
const assert = require("node:assert");
const { once } = require("node:events");
const { createServer } = require("node:http");
const { connect } = require("node:net");
const { Client } = require("undici");

async function ask(port, callBack) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const client = new Client(`http://127.0.0.1:${port}`, {
    connect: (_options, callback) => callBack(() => callback(null, socket)),
  });
  const answer = client.request({ path: "/", method: "GET" }).then(({ statusCode }) => statusCode);
  const patience = new Promise((resolve) => setTimeout(resolve, 2000, "no answer in 2 s"));
  return Promise.race([answer, patience]);
}

const server = createServer((_request, response) => response.end("hello"));
server.listen(0, "127.0.0.1", async () => {
  const { port } = server.address();
  const atOnce = await ask(port, (call) => call());
  const later = await ask(port, queueMicrotask);
  console.log(`called back at once: ${atOnce}; one microtask later: ${later}`);
  assert.deepEqual([atOnce, later], ["no answer in 2 s", 200]);
  process.exit();
});
JS
npx node see.cjs
