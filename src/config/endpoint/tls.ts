// Decides whether the `tls` of an endpoint can be used, as far as it can be told without its files. Shows no key.
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { isAbsolute } from "node:path";
import { createSecureContext } from "node:tls";
import { configPath } from "../../language/config-path.ts";
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
    ...(ca !== undefined && isPem(ca) ? tried({ ca }, configPath(path, "ca"), NO_CERTIFICATE) : []),
    ...(cert !== undefined && isPem(cert)
      ? tried({ cert }, configPath(path, "cert"), NO_CERTIFICATE)
      : []),
    ...checkKey(cert, key, configPath(path, "key")),
  ];
}

const NO_CERTIFICATE = 'holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")';

function checkKey(cert: string | undefined, key: string | undefined, path: string): Problem[] {
  if (key === undefined || !isPem(key)) return [];
  const known = cert !== undefined && isPem(cert) ? cert : undefined;
  const problem = privateKeyProblem(key, known);
  if (problem !== undefined) return [{ path, message: problem }];
  return known === undefined ? [] : tried({ cert: known, key }, path, UNUSABLE);
}

const UNUSABLE = "cannot be used together with tls.cert";

function tried(material: TlsSettings, path: string, message: string): Problem[] {
  try {
    // A certificate that is none is passed over by the context, which then trusts nobody.
    for (const pem of [material.ca, material.cert]) if (pem !== undefined) checkCertificate(pem);
    createSecureContext(material);
    return [];
  } catch {
    return [{ path, message }];
  }
}

/** Throws where the first certificate is none. */
function checkCertificate(pem: string): void {
  if (!new X509Certificate(pem).serialNumber) throw new Error("no certificate");
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
