// X (Twitter): the body in base64, after a handshake that signs any text with the same secret.
// Must not accept a body that the handshake could have signed for a stranger.
// https://docs.x.com/x-api/webhooks/quickstart
import { refuse, type PresetCheck } from "../verdict.ts";
import { hmacSha256 } from "../../../signature/scheme.ts";
import { verifySignature } from "./signature.ts";

const OPENING_BRACE = 0x7b;

export const X = hmacSha256({
  header: "x-twitter-webhooks-signature",
  extract: { kind: "whole", prefix: "sha256=" },
  encoding: "base64",
});

export const verifyX: PresetCheck = (request, auth, now) => {
  // `xHandshake` signs no text with a brace in it.
  if (request.rawBody[0] !== OPENING_BRACE) return refuse("the body is no JSON object");
  return verifySignature(request, X, auth, now);
};
