// Certificates in PEM.
import { X509Certificate } from "node:crypto";

/** In words that follow its name. */
export const NO_CERTIFICATE = 'holds no certificate in PEM ("-----BEGIN CERTIFICATE-----")';

/** The first one; undefined: there is none, which a TLS context would pass over and then trust nobody. */
export function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
