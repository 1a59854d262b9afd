// The handshake of Feishu and Lark, encrypted as their events are.
// Must not answer what it cannot read.
import { usableSecrets } from "../usable-secrets.ts";
import { decryptBody } from "../../../signature/decrypt.ts";
import type { InboundRequest } from "../../request/request.ts";
import { echoJson, postedObject, type Handshake, type HandshakeContext } from "./answers.ts";

/**
 * Encrypted under the route's secret, which is the proof that its sender has it.
 * https://open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export function feishuHandshake(
  request: InboundRequest,
  { auth, now }: HandshakeContext,
): Handshake | undefined {
  if (postedObject(request)?.["encrypt"] === undefined) return undefined;
  const usable = usableSecrets(auth.secrets, now);
  const rawBody = decryptBody(request, { field: "encrypt" }, usable.ok ? usable.values : []);
  const body = rawBody && postedObject({ ...request, rawBody });
  return body?.["type"] === "url_verification"
    ? echoJson("challenge", body["challenge"])
    : undefined;
}
