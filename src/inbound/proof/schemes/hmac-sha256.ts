// The scheme that most senders use, so that a preset names only in what it differs.
// Must not know any sender.
import type { HmacScheme } from "../../../config/route/route-settings.ts";

/** HMAC-SHA256 of the raw body in hex, the whole header, the secret as UTF-8; `given` overrides. */
export function hmacSha256(given: Pick<HmacScheme, "header"> & Partial<HmacScheme>): HmacScheme {
  return {
    algorithm: "sha256",
    extract: { kind: "whole" },
    encoding: "hex",
    signed: "{body}",
    key: { encoding: "utf8" },
    ...given,
  };
}
