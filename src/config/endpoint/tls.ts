// Decides whether the `tls` of an endpoint can be used, as far as it can be told without its files. Shows no key.
import { isIP } from "node:net";
import { isAbsolute } from "node:path";
import { createSecureContext } from "node:tls";
import { configPath } from "../../language/config-path.ts";
import { certificateIn, NO_CERTIFICATE } from "../../signature/certificate-pem.ts";
import { privateKeyProblem } from "../../signature/private-pem.ts";
import { unresolvedSecret } from "../secret/secrets.ts";
import type { Problem, TlsSettings } from "../settings.ts";

const PARTS = ["ca", "cert", "key"] as const;
/** Stands in for what is not known here. */
const STANDS_IN = "stand-in";

/** Problems of `tls` at `path`; the definition holds for it. */
export function checkTls(raw: object, path: string): Problem[] {
  const config = raw as Readonly<Record<keyof TlsSettings, unknown>>;
  const found = PARTS.flatMap((part) => checkPart(config[part], configPath(path, part)));
  if (found.length > 0) return found;
  return [...checkPair(config, path), ...checkName(config.serverName, path)];
}

function checkPart(value: unknown, path: string): Problem[] {
  if (typeof value !== "string") return unresolvedSecret(value, path);
  if (value === STANDS_IN || isPem(value) || isAbsolute(value)) return [];
  const message = 'is neither PEM ("-----BEGIN …") nor the absolute path of a file that holds it';
  return [{ path, message }];
}

function checkPair(config: TlsSettings | Record<string, unknown>, path: string): Problem[] {
  const { ca, cert, key } = config as TlsSettings;
  if (cert !== undefined && key === undefined)
    return [{ path, message: '"key" of "cert" is missing' }];
  if (key !== undefined && cert === undefined)
    return [{ path, message: '"cert" of "key" is missing' }];
  return [
    ...checkCertificate(ca, configPath(path, "ca")),
    ...checkCertificate(cert, configPath(path, "cert")),
    ...checkKey(cert, key, configPath(path, "key")),
  ];
}

function checkCertificate(pem: string | undefined, path: string): Problem[] {
  if (pem === undefined || !isPem(pem) || certificateIn(pem) !== undefined) return [];
  return [{ path, message: NO_CERTIFICATE }];
}

function checkKey(cert: string | undefined, key: string | undefined, path: string): Problem[] {
  if (key === undefined || !isPem(key)) return [];
  const known = cert !== undefined && isPem(cert) ? cert : undefined;
  const problem = privateKeyProblem(key, known);
  if (problem !== undefined) return [{ path, message: problem }];
  if (known === undefined) return [];
  try {
    createSecureContext({ cert: known, key });
    return [];
  } catch {
    return [{ path, message: "cannot be used together with tls.cert" }];
  }
}

function checkName(serverName: unknown, path: string): Problem[] {
  if (typeof serverName !== "string") return [];
  if (isIP(serverName) === 0 && /^[A-Za-z0-9_.-]+$/.test(serverName)) return [];
  const message = "is no host name; write it as it stands in the receiver's certificate";
  return [{ path: configPath(path, "serverName"), message }];
}

function isPem(value: string): boolean {
  return value.includes("-----BEGIN");
}
