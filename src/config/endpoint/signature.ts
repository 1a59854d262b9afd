// Decides whether the `signature` of an endpoint can be used, and reads it. Knows no sender, and shows no secret.
import type {
  EndpointSignatureConfig,
  NamedSignatureConfig,
  SchemeSignatureConfig,
  SecretsConfig,
} from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { suggestion } from "../../language/nearest.ts";
import { keyForm } from "../../signature/key-form.ts";
import { headersOf, placeName, type SignatureScheme } from "../../signature/scheme.ts";
import { isSigningKey } from "../../signature/sign.ts";
import { isRecord } from "../problem/path.ts";
import { findMissingVariables } from "../problem/variables.ts";
import { checkShape } from "../schema-validate.ts";
import { checkScheme, readScheme } from "../scheme/hmac-scheme.ts";
import type { Secret } from "../secret/secret.ts";
import { readSecrets } from "../secret/secrets.ts";
import type { Problem } from "../settings.ts";
import { covers } from "../sound.ts";
import { ownHeaderProblem } from "./headers.ts";
import type { SignatureSettings } from "./signature-settings.ts";
import { addressProblem } from "./url.ts";

/** A sender, and what signs as it does: empty where that is a token, or code. */
export interface SigningPreset {
  name: string;
  signs?: readonly SignatureScheme[];
}

export interface SignatureContext {
  presets: readonly SigningPreset[];
  /** Ms since the epoch. */
  now: number;
}

/** What stands beside `signature` at the same endpoint. */
interface Beside {
  secret?: unknown;
  headers?: unknown;
  auth?: unknown;
}

/** Stands in for a secret that is not known here. */
const STANDS_IN = "stand-in";

/** Problems of `signature` at `path`, told by the form that was meant. `beside`: the endpoint that it is of. */
export function checkSignature(
  raw: unknown,
  beside: Beside,
  path: string,
  context: SignatureContext,
): Problem[] {
  if (typeof raw !== "string" && !isRecord(raw)) {
    return [
      { path, message: 'expected the name of a sender, or an object with "preset" or "header"' },
    ];
  }
  const isNamed = typeof raw === "string" || Object.hasOwn(raw, "preset");
  const found =
    typeof raw === "string"
      ? findMissingVariables(raw, path)
      : checkShape(isNamed ? "namedSignature" : "schemeSignature", raw, path);
  const secrets = isRecord(raw) ? secretProblems(raw, path, found, context.now) : [];
  if (found.length + secrets.length > 0) return [...found, ...secrets];
  const config = raw as EndpointSignatureConfig;
  const wrong = [
    ...(isNamed ? checkName(config as NamedSignatureConfig | string, path, context) : []),
    ...(isNamed ? [] : checkOwnScheme(config as SchemeSignatureConfig, path)),
    ...checkUrl(config, path),
  ];
  if (wrong.length > 0) return wrong;
  const settings = readSignature(config, beside.secret as SecretsConfig | undefined, context);
  return [...checkTwins(settings, beside, path), ...checkKeys(settings, config, path)];
}

/** `config`, found sound; `secret`: that of its endpoint. */
export function readSignature(
  config: EndpointSignatureConfig,
  secret: SecretsConfig | undefined,
  { presets, now }: SignatureContext,
): SignatureSettings {
  const written = typeof config === "string" ? { preset: config } : config;
  const { secrets } = readSecrets(written.secret ?? secret, "", now);
  const shared = { secrets, ...(written.url !== undefined && { url: written.url }) };
  if ("preset" in written) {
    const known = presets.find(({ name }) => name === written.preset);
    return { title: written.preset, schemes: known?.signs ?? [], ...shared };
  }
  const scheme = readScheme(written);
  return { title: placeName(scheme.from), schemes: [scheme], ...shared };
}

function secretProblems(
  raw: Record<string, unknown>,
  path: string,
  found: readonly Problem[],
  now: number,
): Problem[] {
  const at = configPath(path, "secret");
  if (!Object.hasOwn(raw, "secret") || covers(found, at)) return [];
  return readSecrets(raw["secret"] as SecretsConfig, at, now).problems;
}

function checkName(
  config: NamedSignatureConfig | string,
  path: string,
  { presets }: SignatureContext,
): Problem[] {
  const name = typeof config === "string" ? config : config.preset;
  const at = typeof config === "string" ? path : configPath(path, "preset");
  const known = presets.find((preset) => preset.name === name);
  if (known?.signs !== undefined && known.signs.length > 0) return [];
  if (known !== undefined) {
    const message = `"${name}" is proved by a token or in a way of its own, by which nothing is signed here; send a token with "headers" or "auth"`;
    return [{ path: at, message }];
  }
  const names = presets.filter(({ signs = [] }) => signs.length > 0).map((preset) => preset.name);
  const shown = JSON.stringify(name.slice(0, 80));
  return [{ path: at, message: `unknown sender ${shown}${suggestion(name, names)}` }];
}

function checkOwnScheme(config: SchemeSignatureConfig, path: string): Problem[] {
  // Where a route has to be told its address, an endpoint has it.
  const found = checkScheme({ ...config, url: config.url ?? "as it is called" }, path);
  if (found.length > 0) return found;
  return headersOf(readScheme(config)).flatMap((name) => {
    const message = ownHeaderProblem(name);
    return message === undefined ? [] : [{ path, message: `header "${name}" ${message}` }];
  });
}

function checkUrl(config: EndpointSignatureConfig, path: string): Problem[] {
  if (typeof config === "string" || config.url === undefined) return [];
  const message = addressProblem(config.url);
  return message === undefined ? [] : [{ path: configPath(path, "url"), message }];
}

function checkTwins(
  { schemes }: SignatureSettings,
  { headers, auth }: Beside,
  path: string,
): Problem[] {
  const names = new Set(schemes.flatMap(headersOf));
  const twin = Object.keys(isRecord(headers) ? headers : {}).find((name) =>
    names.has(name.toLowerCase()),
  );
  if (twin !== undefined) {
    return [{ path, message: `writes the header ${twin}, as headers.${twin} does; keep one` }];
  }
  if (auth === undefined || !names.has("authorization")) return [];
  return [{ path, message: 'writes the header Authorization, as "auth" does; keep one' }];
}

function checkKeys(
  { schemes, secrets }: SignatureSettings,
  config: EndpointSignatureConfig,
  path: string,
): Problem[] {
  const isOwn = typeof config !== "string" && config.secret !== undefined;
  if (secrets.length === 0) {
    const message = `"secret" is missing, here or at the endpoint: ${keyForm(schemes)}`;
    return [{ path, message }];
  }
  const wrong = [...secrets.entries()].find(([, secret]) => !isKeyOfOne(secret, schemes));
  if (wrong === undefined) return [];
  const at = isOwn ? configPath(path, "secret") : path;
  const which = secrets.length > 1 ? ` (the ${wrong[0] + 1}. of the list)` : "";
  const message = isOwn
    ? `is no key of this signature${which}; expected ${keyForm(schemes)}`
    : `the endpoint's secret is no key of it${which}: give it a "secret" of its own, ${keyForm(schemes)}`;
  return [{ path: at, message }];
}

function isKeyOfOne({ value }: Secret, schemes: readonly SignatureScheme[]): boolean {
  return value.includes(STANDS_IN) || schemes.some((scheme) => isSigningKey(value, scheme));
}
