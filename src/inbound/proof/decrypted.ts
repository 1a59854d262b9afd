// A request as its route reads it: in clear, where its sender encrypts its bodies.
// Must not be asked who sent it: what is signed is the body as it came.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { decrypt, type Encryption, type EncryptionKeys } from "../../signature/decrypt.ts";
import type { InboundRequest } from "../request/request.ts";
import { presetNamed } from "./presets/presets.ts";

/** The same request where nothing is encrypted, or nothing can be read. */
export function decrypted(request: InboundRequest, auth: RouteAuth): InboundRequest {
  const rawBody = clearBody(request, auth);
  return rawBody === undefined ? request : { ...request, rawBody };
}

/** Undefined where the route knows of no encryption, or nothing opens. */
export function clearBody(request: InboundRequest, auth: RouteAuth): Uint8Array | undefined {
  const encryption = encryptionOf(auth);
  return encryption && decrypt(request, encryption, encryptionKeysOf(auth));
}

export function encryptionOf(auth: RouteAuth): Encryption | undefined {
  if (auth.kind === "hmac") return auth.decrypt;
  return auth.kind === "preset" ? presetNamed(auth.preset)?.encryption : undefined;
}

/** The key of its own where one is set, else the route's secrets. */
export function encryptionKeysOf(auth: RouteAuth): EncryptionKeys {
  if (auth.kind !== "preset" && auth.kind !== "hmac") return { keys: [] };
  const { key, receiver } = auth.decrypt ?? {};
  const keys = key === undefined ? auth.secrets.map(({ value }) => value) : [key];
  return { keys, receiver };
}
