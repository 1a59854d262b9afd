// Checks callers who show the secret itself: bearer token, user and password, or a header's value.
// Must not say how near a wrong secret was.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import type { Secret } from "../../config/settings.ts";
import { header, soleHeader, type InboundRequest } from "../request/request.ts";
import { headerBytes, isSameText, usableSecrets } from "./usable-secrets.ts";
import { acceptCaller, refuse, type Verdict } from "./verdict.ts";

type Auth<Kind extends RouteAuth["kind"]> = Extract<RouteAuth, { kind: Kind }>;

/** RFC 6750, 2.1; the scheme's name in any case (RFC 9110, 11.1). */
export function verifyBearer(
  request: InboundRequest,
  { secrets }: Pick<Auth<"bearer">, "secrets">,
  now: number,
  deliveryId?: string,
): Verdict {
  const given = soleHeader(request, "authorization");
  if (!given.ok) return refuse(given.reason);
  const token = /^bearer +(\S+)$/i.exec(given.value)?.[1];
  if (token === undefined) return refuse('header "authorization" is not "Bearer <token>"');
  const what = "the bearer token";
  return verifySecret(request, { given: token, secrets, what, deliveryId }, now);
}

/** RFC 7617: the first colon ends the user name, further ones belong to the password. */
export function verifyBasic(request: InboundRequest, auth: Auth<"basic">, now: number): Verdict {
  const given = soleHeader(request, "authorization");
  if (!given.ok) return refuse(given.reason);
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(given.value)?.[1];
  if (encoded === undefined) return refuse('header "authorization" is not "Basic <base64>"');
  const pair = Buffer.from(encoded, "base64");
  const colon = pair.indexOf(0x3a);
  if (colon < 0) return refuse("the basic credentials hold no colon");
  const isUser = isSameText(pair.subarray(0, colon), auth.username);
  const verdict = verifySecret(
    request,
    { given: pair.subarray(colon + 1), secrets: auth.secrets, what: "user name or password" },
    now,
  );
  return verdict.ok && !isUser ? refuse("user name or password is wrong") : verdict;
}

/** `name` in any case; the whole value is the secret. */
export function verifyHeader(
  request: InboundRequest,
  { name, secrets }: { name: string; secrets: readonly Secret[] },
  now: number,
  deliveryId?: string,
): Verdict {
  const lowerName = name.toLowerCase();
  const given = soleHeader(request, lowerName);
  if (!given.ok) return refuse(given.reason);
  const what = `the secret in header "${lowerName}"`;
  return verifySecret(request, { given: given.value, secrets, what, deliveryId }, now);
}

function verifySecret(
  request: InboundRequest,
  shown: {
    given: string | Uint8Array;
    secrets: readonly Secret[];
    what: string;
    deliveryId?: string | undefined;
  },
  now: number,
): Verdict {
  const usable = usableSecrets(shown.secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const given = typeof shown.given === "string" ? headerBytes(shown.given) : shown.given;
  if (!usable.values.some((value) => isSameText(given, value))) {
    return refuse(`${shown.what} is wrong`);
  }
  const deliveryId = shown.deliveryId ?? header(request, "idempotency-key");
  return acceptCaller(request, { verified: true, ...(deliveryId !== undefined && { deliveryId }) });
}
