// A request as its route reads it: in clear, where the preset's sender encrypts its bodies.
// Must not be asked who sent it: what is signed is the body as it came.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import { decryptBody } from "../../signature/decrypt.ts";
import type { InboundRequest } from "../request/request.ts";
import { presetNamed } from "./presets/presets.ts";

/** The same request where nothing is encrypted, or nothing can be read. */
export function decrypted(request: InboundRequest, auth: RouteAuth): InboundRequest {
  if (auth.kind !== "preset") return request;
  const encryption = presetNamed(auth.preset)?.encryption;
  if (encryption === undefined) return request;
  const secrets = auth.secrets.map(({ value }) => value);
  const rawBody = decryptBody(request, encryption, secrets);
  return rawBody === undefined ? request : { ...request, rawBody };
}
