// Reads and checks `auth: { preset }`: what this preset's sender needs beside its name. Knows no sender.
import type { PresetAuthConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import { suggestion } from "../../../language/nearest.ts";
import type { Secret } from "../../secret/secret.ts";
import type { Problem } from "../../settings.ts";
import type { ValidationContext } from "../../validate.ts";
import type { RouteAuth } from "../route-settings.ts";
import { checkDecryptKey } from "./decrypt-setting.ts";

type Known = ValidationContext["presets"][number];

/** `isBrought`: the route's own handshake brings the secret. */
export function checkPreset(
  config: PresetAuthConfig,
  path: string,
  { presets }: ValidationContext,
  isBrought: boolean,
): Problem[] {
  const { preset } = config;
  const known = presets.find(({ name }) => name === preset);
  if (known === undefined) {
    const names = presets.map(({ name }) => name);
    const message = `unknown preset ${JSON.stringify(preset.slice(0, 80))}${suggestion(preset, names)}`;
    return [{ path: configPath(path, "preset"), message }];
  }
  return [
    ...secretProblems(config, known, path, isBrought),
    ...expectProblems(config, known, path),
    ...decryptProblems(config, known, path),
    ...(known.needsUrl === true && config.url === undefined
      ? [
          {
            path,
            message: `"url" is missing: ${preset} signs the address it calls; write it as ${preset} knows it`,
          },
        ]
      : []),
  ];
}

function secretProblems(
  { preset, secret }: PresetAuthConfig,
  known: Known,
  path: string,
  isBrought: boolean,
): Problem[] {
  if (secret === undefined) {
    const brings = isBrought || known.handshake?.some((row) => row.brings !== undefined) === true;
    const isEnough = known.needsNoSecret === true || brings;
    return isEnough ? [] : [{ path, message: '"secret" is missing' }];
  }
  if (known.needsNoSecret !== true) return [];
  const message = `${preset} has none: it signs with keys that it publishes; leave it out`;
  return [{ path: configPath(path, "secret"), message }];
}

function expectProblems(
  { preset, expect = {} }: PresetAuthConfig,
  { expects }: Known,
  path: string,
): Problem[] {
  const names = expects?.names ?? [];
  const at = configPath(path, "expect");
  if (expects === undefined) {
    const message = `has no meaning with ${preset}; "filter" chooses by what stands in a body`;
    return Object.keys(expect).length === 0 ? [] : [{ path: at, message }];
  }
  const unknown = Object.keys(expect).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const message = `unknown name ${JSON.stringify(unknown.slice(0, 80))}${suggestion(unknown, names)}`;
    return [{ path: at, message }];
  }
  const missing = names.filter((name) => expect[name] === undefined);
  if (missing.length === 0) return [];
  const written = missing.map((name) => `${name}: "…"`).join(", ");
  return [{ path, message: `"expect" is missing: ${expects.why}; write expect: {${written}}` }];
}

function decryptProblems(
  { preset, decrypt }: PresetAuthConfig,
  { encryption }: Known,
  path: string,
): Problem[] {
  const at = configPath(path, "decrypt");
  if (encryption === undefined) {
    const message = `has no meaning with ${preset}, whose bodies are not encrypted`;
    return decrypt === undefined ? [] : [{ path: at, message }];
  }
  if (encryption.hasOwnKey !== true) {
    const message = `has no meaning with ${preset}, which encrypts with the secret`;
    return decrypt === undefined ? [] : [{ path: at, message }];
  }
  if (decrypt?.key === undefined) {
    const message = `"decrypt" is missing: ${preset} encrypts with a key of its own; write decrypt: {key: "…"}`;
    return [{ path, message }];
  }
  const fixed = (["field", "layout"] as const).find((key) => decrypt[key] !== undefined);
  const message = `is what ${preset} has it to be; leave it out`;
  return [
    ...(fixed === undefined ? [] : [{ path: configPath(at, fixed), message }]),
    ...checkDecryptKey(decrypt, encryption.layout, at),
  ];
}

export function readPreset(config: PresetAuthConfig, secrets: Secret[]): RouteAuth {
  const { preset, url, verifyToken, toleranceMs, expect, decrypt } = config;
  const expected = Object.entries(expect ?? {}).map(([name, value]) => [name, [value].flat()]);
  return {
    kind: "preset",
    preset,
    secrets,
    ...(toleranceMs !== undefined && { toleranceMs }),
    ...(url !== undefined && { url }),
    ...(typeof verifyToken === "string" && { verifyToken }),
    ...(expect !== undefined && {
      expect: Object.fromEntries(expected) as Record<string, string[]>,
    }),
    ...(typeof decrypt?.key === "string" && {
      decrypt: {
        key: decrypt.key,
        ...(decrypt.receiver !== undefined && { receiver: decrypt.receiver }),
      },
    }),
  };
}
