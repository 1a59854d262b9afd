// Writes the table of senders: every preset with its page, its oracle, its tolerance and its delivery id.
import { schemesOf, type Preset } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { placeName, type Place } from "../../src/signature/scheme.ts";
import { DEFAULT_TOLERANCE_MS } from "../../src/signature/timestamp.ts";

const HEAD = `# Senders

What \`auth: { preset: "…" }\` knows, one line for each. Generated from \`src/inbound/proof/presets/\`.

- **Shown by**: what the preset is tested against, at both ends: what the library signs is accepted here, what is signed here is accepted there, and what is changed, stale or under another secret is refused. A published vector is the vendor's own example. ° has nothing from outside: a vector made from the vendor's page.
- **Signed time**: how old it may be; \`toleranceMs\` says otherwise. Without one, a request that was seen cannot be told from a new one by its age.
- **Delivery id**: where the sender names a delivery, so that a retry runs once.
- **Secret**: as the vendor shows it. Where nothing is said, any text.

| preset | sender | shown by | signed time | delivery id | secret | answers its test of the address |
|---|---|---|---|---|---|---|
`;

export function sendersPage(): string {
  return `${HEAD}${PRESETS.map(rowOf).join("\n")}\n`;
}

function rowOf(preset: Preset): string {
  const { name, title, docs, oracle, secretForm = "", handshake, needsUrl } = preset;
  const cells = [
    `\`${name}\``,
    `[${title}](${docs})${needsUrl ? "; needs `url`" : ""}`,
    oracle === "own vector" ? "°" : oracle,
    timeOf(preset),
    idOf(preset),
    secretForm,
    handshake ? "yes" : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

function timeOf(preset: Preset): string {
  const { check, toleranceMs = DEFAULT_TOLERANCE_MS } = preset;
  if (typeof check === "function") return "by its own rules";
  const isTimed = "jwt" in check || schemesOf(preset).some(({ timestamp }) => timestamp);
  return isTimed ? `${toleranceMs / 60_000} min` : "none";
}

function idOf({ check }: Preset): string {
  if (typeof check === "function") return "by its own rules";
  const ids = "jwt" in check ? [check.jwt.id] : [check].flat().map(({ id }) => id);
  const names = ids.filter((id) => id !== undefined).map(nameOf);
  return [...new Set(names)].join(" or ");
}

function nameOf(id: Place | { claim: string }): string {
  return "claim" in id ? `claim "${id.claim}"` : placeName(id);
}
