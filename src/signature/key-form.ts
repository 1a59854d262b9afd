// What a secret has to look like to be a key of a scheme, for people. Reads no secret.
import { isPublicKeyAlgorithm, type KeyForm, type SignatureScheme } from "./scheme.ts";

/** `base64 behind whsec_, or an ed25519 private key in …`: of several schemes each way once. */
export function keyForm(schemes: readonly SignatureScheme[]): string {
  return [...new Set(schemes.map(formOf))].join(", or ");
}

function formOf({ algorithm, key }: SignatureScheme): string {
  if (isPublicKeyAlgorithm(algorithm)) {
    const { privatePrefix: prefix } = key;
    const kind = algorithm === "ed25519" ? "ed25519" : algorithm.startsWith("rsa") ? "RSA" : "EC";
    const spelling = prefix === undefined ? "PEM, a JWK or base64" : `base64 behind ${prefix}`;
    return `an ${kind} private key in ${spelling}`;
  }
  if (key.only !== undefined) return `a text that begins with ${key.only}`;
  const what = { utf8: "any text", base64: "base64", hex: "hex" }[key.encoding];
  return what + prefixOf(key);
}

function prefixOf({ stripPrefix = [] }: KeyForm): string {
  const prefixes = [stripPrefix].flat();
  return prefixes.length === 0 ? "" : `, with or without ${prefixes.join(" or ")} in front`;
}
