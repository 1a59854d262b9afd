// Reads and checks `decrypt`: how the bodies of a route's sender are encrypted. Decrypts nothing.
import type { DecryptConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import { decoded, type Encryption } from "../../../signature/decrypt.ts";
import type { Problem } from "../../settings.ts";
import type { DecryptionKey } from "../route-settings.ts";

/** Of `auth: { type: "hmac" }`. */
export function checkDecrypt(config: DecryptConfig, path: string): Problem[] {
  const { field, key, layout = "iv-first" } = config;
  const needsKey = layout === "length-first" && key === undefined;
  return [
    ...(field === undefined
      ? [{ path, message: '"field" is missing: say where the encrypted text stands' }]
      : []),
    ...(needsKey
      ? [{ path, message: '"key" is missing: with "length-first" it is none of the secrets' }]
      : []),
    ...checkDecryptKey(config, layout, path),
  ];
}

export function checkDecryptKey(
  { key, receiver }: DecryptConfig,
  layout: Encryption["layout"],
  path: string,
): Problem[] {
  const isKey = layout === "iv-first" || typeof key !== "string" || decoded(key) !== undefined;
  return [
    ...(isKey
      ? []
      : [
          {
            path: configPath(path, "key"),
            message: "expected 43 characters of base64, as the sender shows them",
          },
        ]),
    ...(layout === "iv-first" && receiver !== undefined
      ? [
          {
            path: configPath(path, "receiver"),
            message: 'has no meaning with "iv-first", whose texts name nobody',
          },
        ]
      : []),
  ];
}

/** `config`: found sound. */
export function readDecrypt(config: DecryptConfig): Encryption & DecryptionKey {
  const { field = "", layout = "iv-first", key, receiver } = config;
  return {
    at: { body: field },
    layout,
    ...(typeof key === "string" && { key }),
    ...(receiver !== undefined && { receiver }),
  };
}
