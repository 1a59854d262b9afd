// Handshakes that want a text signed with the route's secret.
// Must not become a way to have anything signed: what is signed can never be a delivery's body.
import { createHmac } from "node:crypto";
import type { InboundRequest } from "../../request/request.ts";
import { usableSecrets } from "../usable-secrets.ts";
import { json, postedObject, type Handshake, type HandshakeContext } from "./answers.ts";

// Neither the `{` of a JSON body nor the `:` of Zoom's signed string.
const token = /^[\w+/=.-]{1,256}$/;

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
export function zoomHandshake(
  request: InboundRequest,
  context: HandshakeContext,
): Handshake | undefined {
  const body = postedObject(request);
  if (body?.["event"] !== "endpoint.url_validation") return undefined;
  const plainToken = (body["payload"] as { plainToken?: unknown } | null | undefined)?.plainToken;
  // While two secrets are set, the answer must be signed with the one that Zoom signed with.
  const secret = context.auth.secrets.find((one) => context.isVerified([one]));
  if (secret === undefined || !isToken(plainToken)) return undefined;
  const encryptedToken = createHmac("sha256", secret.value).update(plainToken).digest("hex");
  return json({ plainToken, encryptedToken });
}

/** https://docs.x.com/x-api/webhooks/quickstart: unsigned, so anybody may ask. */
export function xHandshake(
  { method, query }: InboundRequest,
  { auth, now }: HandshakeContext,
): Handshake | undefined {
  const crcToken = query["crc_token"];
  if (method !== "GET" || !isToken(crcToken)) return undefined;
  const usable = usableSecrets(auth.secrets, now);
  const secret = usable.ok ? usable.values[0] : undefined;
  if (secret === undefined) return undefined;
  const proof = createHmac("sha256", secret).update(crcToken).digest("base64");
  return json({ response_token: `sha256=${proof}` });
}

function isToken(text: unknown): text is string {
  return typeof text === "string" && token.test(text);
}
