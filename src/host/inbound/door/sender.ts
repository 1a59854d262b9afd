// Who sent a request, as the host resolves it: by its own setting of the proxies that may say so.
import type { IncomingMessage } from "node:http";
import { resolveRequestClientIp } from "openclaw/plugin-sdk/webhook-ingress";
import { partyOf, type Party } from "../../../inbound/request/party.ts";
import type { InboundRequest } from "../../../inbound/request/request.ts";

/** The part of the host's config that is asked. */
export interface ProxySettings {
  trustedProxies?: string[];
  allowRealIpFallback?: boolean;
}

export function senderOf(
  request: Pick<InboundRequest, "peer" | "headers">,
  { trustedProxies, allowRealIpFallback }: ProxySettings,
): Party {
  // All that the host's function looks at.
  const asked = { socket: { remoteAddress: request.peer }, headers: request.headers };
  return partyOf(
    request,
    resolveRequestClientIp(asked as IncomingMessage, trustedProxies, allowRealIpFallback),
  );
}
