// Addresses of replies while they wait on the disk: whoever has one may post as the app. AES-256-GCM, so that neither
// the log, nor a copy of it, is enough to read them. Knows no file.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface Seal {
  close: (text: string) => string;
  /** Undefined: it was sealed with another key, or is damaged. */
  open: (sealed: string) => string | undefined;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

export const newSealKey = (): Buffer => randomBytes(KEY_BYTES);

/** `key`: asked when it is first needed. */
export function createSeal(key: () => Uint8Array): Seal {
  return {
    close(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key(), nonce, { authTagLength: TAG_BYTES });
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open(sealed) {
      try {
        const bytes = Buffer.from(sealed, "base64url");
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(CIPHER, key(), nonce, { authTagLength: TAG_BYTES });
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
}
