// Reads the `auth` of a route in its written forms. Knows no sender, and never shows a secret.
import type { HmacAuthConfig, RouteAuthConfig, SecretsConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import { suggestion } from "../../../language/nearest.ts";
import { headerNameProblem } from "../../endpoint/headers.ts";
import { checkScheme, readScheme } from "../../scheme/hmac-scheme.ts";
import { checkDecrypt, readDecrypt } from "./decrypt-setting.ts";
import { checkJwt, readJwt, readPublished } from "./jwt-scheme.ts";
import { checkPreset, readPreset } from "./preset-auth.ts";
import { isRecord } from "../../problem/path.ts";
import type { RouteAuth } from "../route-settings.ts";
import type { Secret } from "../../secret/secret.ts";
import { readSecrets } from "../../secret/secrets.ts";
import type { Problem } from "../../settings.ts";
import { covers } from "../../sound.ts";
import { addressProblem } from "../../endpoint/url.ts";
import { checkShape } from "../../schema-validate.ts";
import { type ValidationContext } from "../../validate.ts";
import { findMissingVariables } from "../../problem/variables.ts";
import { DEFAULT_TOLERANCE_MS } from "../../../signature/timestamp.ts";

/** The definition of each `type`. */
const DEFINITIONS = {
  bearer: "bearerAuth",
  basic: "basicAuth",
  header: "headerAuth",
  hmac: "hmacAuth",
  jwt: "jwtAuth",
} as const;

/** The settings of each form that hold a secret. */
const SECRET_KEYS: Readonly<Record<Form, readonly string[]>> = {
  presetAuth: ["secret", "verifyToken"],
  bearerAuth: ["token"],
  basicAuth: ["password"],
  headerAuth: ["value"],
  hmacAuth: ["secret"],
  jwtAuth: ["secret"],
};

/** Problems of `auth` at `path`, told by the form that was meant. `isBrought`: the route's handshake brings the secret. */
export function checkAuth(
  raw: unknown,
  path: string,
  context: ValidationContext,
  isBrought = false,
): Problem[] {
  if (raw === "none") return [];
  const form = formOf(raw, path, namesOf(context));
  if (typeof form !== "string") {
    const missing = findMissingVariables(raw, path);
    return missing.length > 0 ? missing : [form];
  }
  const found = checkShape(form, raw, path);
  const config = raw as Record<string, unknown>;
  const isSound = (key: string): boolean =>
    Object.hasOwn(config, key) && !covers(found, configPath(path, key));
  const secrets = SECRET_KEYS[form]
    .filter(isSound)
    .flatMap(
      (key) =>
        readSecrets(config[key] as SecretsConfig, configPath(path, key), context.now).problems,
    );
  const later =
    found.length > 0 ? [] : checkForm(config as unknown as FormConfig, path, context, isBrought);
  return [...found, ...secrets, ...later];
}

/** `config`: what was written, found sound; absent = direct callers on this machine. `now` in ms since the epoch. */
export function readAuth(config: RouteAuthConfig | undefined, now: number): RouteAuth {
  if (config === undefined) return { kind: "loopback" };
  if (config === "none") return { kind: "none" };
  const read = (secrets: SecretsConfig | undefined): Secret[] =>
    secrets === undefined ? [] : readSecrets(secrets, "", now).secrets;
  if ("preset" in config) return readPreset(config, read(config.secret));
  switch (config.type) {
    case "bearer":
      return { kind: "bearer", secrets: read(config.token) };
    case "basic":
      return { kind: "basic", username: config.username, secrets: read(config.password) };
    case "header":
      return { kind: "header", name: config.name.toLowerCase(), secrets: read(config.value) };
    case "hmac":
      return readHmac(config, read(config.secret));
    case "jwt": {
      const { secret, toleranceMs = DEFAULT_TOLERANCE_MS } = config;
      const published = readPublished(config);
      return {
        kind: "jwt",
        scheme: readJwt(config),
        secrets: read(secret),
        toleranceMs,
        ...(published !== undefined && { published }),
      };
    }
  }
}

type FormConfig = Exclude<RouteAuthConfig, "none">;
type Form = "presetAuth" | (typeof DEFINITIONS)[keyof typeof DEFINITIONS];

/** Which of the forms was meant, so that its errors alone are told; or why that cannot be said. */
function formOf(raw: unknown, path: string, presets: readonly string[]): Form | Problem {
  if (!isRecord(raw)) {
    return { path, message: 'expected "none" or an object with "preset" or "type"' };
  }
  if (Object.hasOwn(raw, "preset")) return "presetAuth";
  const type = raw["type"];
  if (typeof type !== "string") return { path, message: '"preset" or "type" is missing' };
  if (Object.hasOwn(DEFINITIONS, type)) return DEFINITIONS[type as keyof typeof DEFINITIONS];
  const shown = JSON.stringify(type.slice(0, 80));
  const message = presets.includes(type)
    ? `${shown} is a preset; write preset: ${shown} instead`
    : `unknown type ${shown}${suggestion(type, Object.keys(DEFINITIONS))}`;
  return { path: configPath(path, "type"), message };
}

/** What the definition of a form cannot say. */
function checkForm(
  config: FormConfig,
  path: string,
  context: ValidationContext,
  isBrought: boolean,
): Problem[] {
  const problems =
    "type" in config && config.type === "hmac" ? checkHmac(config, path, isBrought) : [];
  if ("type" in config && config.type === "jwt") problems.push(...checkJwt(config, path));
  if ("preset" in config) problems.push(...checkPreset(config, path, context, isBrought));
  if ("name" in config) {
    const message = headerNameProblem(config.name);
    if (message !== undefined) problems.push({ path: configPath(path, "name"), message });
  }
  if ("url" in config && config.url !== undefined) {
    const message = addressProblem(config.url);
    if (message !== undefined) problems.push({ path: configPath(path, "url"), message });
  }
  return problems;
}

function checkHmac(config: HmacAuthConfig, path: string, isBrought: boolean): Problem[] {
  const { secret, decrypt } = config;
  return [
    ...checkScheme(config, path),
    ...(secret === undefined && !isBrought ? [{ path, message: '"secret" is missing' }] : []),
    ...(decrypt === undefined ? [] : checkDecrypt(decrypt, configPath(path, "decrypt"))),
  ];
}

function namesOf({ presets }: ValidationContext): string[] {
  return presets.map(({ name }) => name);
}

function readHmac(config: HmacAuthConfig, secrets: Secret[]): RouteAuth {
  const { url, decrypt, toleranceMs = DEFAULT_TOLERANCE_MS } = config;
  return {
    kind: "hmac",
    scheme: readScheme(config),
    secrets,
    toleranceMs,
    ...(url !== undefined && { url }),
    ...(decrypt !== undefined && { decrypt: readDecrypt(decrypt) }),
  };
}
