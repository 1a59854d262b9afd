// What is wrong with a private key in PEM, in words that follow its name. Shows no part of it.
import { createPrivateKey, type KeyObject, type X509Certificate } from "node:crypto";
import { certificateIn } from "./certificate-pem.ts";

export const LOCKED =
  "is locked by a passphrase, and there is no setting for one: write the key without it (openssl pkey -in locked.key -out plain.key)";

/** Of PKCS #8, or of the older forms of OpenSSL, which say so in a header. */
export function isLocked(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

/** `cert`: PEM, whose first certificate is the key's; its chain stands behind it. Undefined: nothing is wrong. */
export function privateKeyProblem(pem: string, cert?: string): string | undefined {
  if (isLocked(pem)) return LOCKED;
  const key = keyIn(pem);
  if (key === undefined) return 'holds no private key in PEM ("-----BEGIN PRIVATE KEY-----")';
  if (cert === undefined) return undefined;
  const place = certificatesIn(cert).findIndex((each) => each.checkPrivateKey(key));
  if (place === 0) return undefined;
  if (place < 0) return "is not the key of tls.cert";
  return `is the key of certificate ${place + 1} in tls.cert: the own certificate must stand first, its chain behind it`;
}

function keyIn(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? [pem]).flatMap((each) => certificateIn(each) ?? []);
}
