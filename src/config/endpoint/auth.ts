// Decides whether the `auth` of an endpoint can be used. Never shows a secret.
import { createPrivateKey } from "node:crypto";
import { configPath } from "../../language/config-path.ts";
import { isLocked, LOCKED } from "../../signature/private-pem.ts";
import { didYouMean } from "../../language/nearest.ts";
import { isRecord } from "../problem/path.ts";
import { findMissingVariables } from "../problem/variables.ts";
import { unresolvedSecret } from "../secret/secrets.ts";
import type { Problem } from "../settings.ts";
import { covers } from "../sound.ts";
import { checkShape } from "../schema-validate.ts";

import { urlProblem } from "./url.ts";

/** The definition of each `type`. */
const DEFINITIONS = { basic: "sendBasic", bearer: "sendBearer", oauth2: "sendOAuth2" } as const;
const SECRET_KEYS = ["password", "token", "clientSecret", "privateKey"];

/** RFC 9110, section 11.2, and what a header's value may hold at all. */
const TOKEN68 = /^[A-Za-z0-9._~+/-]+=*$/;

/** Problems of `auth` at `path`, told by the form that was meant. `headers`: those of the same endpoint. */
export function checkEndpointAuth(raw: unknown, headers: unknown, path: string): Problem[] {
  const type = isRecord(raw) ? raw["type"] : undefined;
  if (!isRecord(raw) || !isKnown(type)) {
    const missing = findMissingVariables(raw, path);
    const hint = typeof type === "string" ? didYouMean(type, Object.keys(DEFINITIONS)) : "";
    const message = `expected an object with "type": "basic", "bearer" or "oauth2"${hint}`;
    return missing.length > 0 ? missing : [{ path, message }];
  }
  const found = checkShape(DEFINITIONS[type], raw, path);
  const secrets = SECRET_KEYS.filter(
    (key) => Object.hasOwn(raw, key) && !covers(found, configPath(path, key)),
  ).flatMap((key) => unresolvedSecret(raw[key], configPath(path, key)));
  const wrong = [...found, ...secrets, ...checkTwin(headers, path)];
  return wrong.length > 0 ? wrong : checkForm(raw, path);
}

function isKnown(type: unknown): type is keyof typeof DEFINITIONS {
  return typeof type === "string" && Object.hasOwn(DEFINITIONS, type);
}

function checkTwin(headers: unknown, path: string): Problem[] {
  const names = isRecord(headers) ? Object.keys(headers) : [];
  const twin = names.find((name) => name.toLowerCase() === "authorization");
  if (twin === undefined) return [];
  return [{ path, message: `stands beside headers.${twin}, which says the same; keep one` }];
}

/** What the definition of the form cannot say. */
function checkForm(raw: Record<string, unknown>, path: string): Problem[] {
  const { type, token, tokenUrl } = raw;
  if (type === "bearer") return checkToken(String(token), configPath(path, "token"));
  if (type !== "oauth2") return [];
  const address = urlProblem(String(tokenUrl));
  const at = configPath(path, "tokenUrl");
  return [
    ...(address === undefined ? [] : [{ path: at, message: tokenUrlMessage(address) }]),
    ...checkProof(raw, path),
  ];
}

function tokenUrlMessage(problem: string): string {
  return problem.startsWith("holds a user name")
    ? "holds a user name or password; write them as clientId and clientSecret"
    : problem;
}

function checkToken(token: string, path: string): Problem[] {
  if (TOKEN68.test(token)) return [];
  const prefixed = /^bearer\s/i.test(token);
  const message = prefixed
    ? 'begins with "Bearer", which is added by itself; write the token alone'
    : "is no token: it holds a space, a line break or another character that none may have";
  return [{ path, message }];
}

function checkProof(raw: Record<string, unknown>, path: string): Problem[] {
  const { clientSecret, privateKey, keyId, authMethod } = raw;
  if (clientSecret === undefined && privateKey === undefined) {
    return [{ path, message: '"clientSecret" or "privateKey" is missing' }];
  }
  if (clientSecret !== undefined && privateKey !== undefined) {
    return [{ path, message: '"clientSecret" stands beside "privateKey"; keep one' }];
  }
  if (privateKey !== undefined && authMethod !== undefined) {
    const message =
      "says where a clientSecret goes; a privateKey signs a private_key_jwt by itself";
    return [{ path: configPath(path, "authMethod"), message }];
  }
  if (privateKey === undefined) {
    if (keyId === undefined) return [];
    const message = 'needs "privateKey", which it is the name of';
    return [{ path: configPath(path, "keyId"), message }];
  }
  if (typeof privateKey === "string" && isSigningKey(privateKey)) return [];
  const message =
    typeof privateKey === "string" && isLocked(privateKey)
      ? LOCKED
      : 'is no private key in PEM (PKCS #8, "-----BEGIN PRIVATE KEY-----") of RSA, P-256 or Ed25519';
  return [{ path: configPath(path, "privateKey"), message }];
}

/** Stands in for a secret that is not known here. */
const STANDS_IN = "stand-in";

function isSigningKey(pem: string): boolean {
  if (pem === STANDS_IN) return true;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    if (!pem.includes("-----BEGIN PRIVATE KEY-----")) return false;
    if (asymmetricKeyType === "ec") return asymmetricKeyDetails?.namedCurve === "prime256v1";
    return asymmetricKeyType === "rsa" || asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}
