// A request without its secrets: what is stored, shown and rendered. Whoever verifies it reads the one that came.
// Must stay pure, and must not decide what is secret.
import { isUtf8 } from "node:buffer";
import { MASK } from "../../language/mask-text.ts";
import { maskFields, maskPaths } from "./mask-body.ts";
import type { InboundRequest } from "../request/request.ts";
import { isSecretName } from "./secret-names.ts";
import { secretsOf, type RouteSecrets, type SecretRoute } from "./secret-places.ts";

declare const masked: unique symbol;

/** A request whose secrets are masked; nothing else may be stored. */
export type MaskedRequest = InboundRequest & { readonly [masked]: true };

/** The same again for one that is masked already. `url` goes: the query stands in it as it came. */
export function maskRequest(request: InboundRequest, route: SecretRoute): MaskedRequest {
  const secrets = secretsOf(route);
  return {
    ...request,
    url: "",
    headers: maskHeaders(request.headers, secrets),
    query: maskQuery(request.query, secrets),
    rawBody: maskBody(request, secrets),
  } as MaskedRequest;
}

/** What is kept of a body, at most. */
export const MAX_KEPT_BODY_BYTES = 65_536;
/** No secret is longer in any of its forms: one that was cut stands in what is cut off behind it. */
const MARGIN_BYTES = 4096;
/** What `maskBeginning` looks at. */
export const MAX_READ_BYTES = MAX_KEPT_BODY_BYTES + MARGIN_BYTES;

/**
 * The same with at most the beginning of the body, in a time that does not grow with it. Where secrets stand at
 * places of a long body, which its beginning does not tell, nothing of it is left. `bodyBytes`: of the whole body,
 * where the request holds only its beginning already.
 */
export function maskBeginning(
  request: InboundRequest,
  route: SecretRoute,
  bodyBytes = request.rawBody.byteLength,
): MaskedRequest {
  const read = MAX_READ_BYTES;
  if (bodyBytes <= read) return maskRequest(request, route);
  const { rawBody } = request;
  const isReadable = secretsOf(route).body.length === 0;
  const beginning = rawBody.subarray(0, isReadable ? read : 0);
  const begun = maskRequest({ ...request, rawBody: beginning }, route);
  const kept = begun.rawBody.subarray(0, Math.max(0, begun.rawBody.byteLength - MARGIN_BYTES));
  return { ...begun, rawBody: kept };
}

/** Without what is masked as a whole: templates and conditions find it missing. */
export function visible(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== MASK));
}

/** Headers in which proxies and browsers repeat the address, and with it the query. */
const ADDRESS_HEADERS =
  /^(?:referer|x-(?:forwarded|original|rewrite)-(?:ur[il]|path)|x-rewrite-url|x-envoy-original-path)$/;

function maskHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: RouteSecrets,
): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    if (secrets.headers.has(name) || isSecretName(name)) return [name, MASK];
    const shown = ADDRESS_HEADERS.test(name) ? value.replace(/\?.*$/s, `?${MASK}`) : value;
    return [name, secrets.mask(shown)];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function maskQuery(
  query: Readonly<Record<string, string>>,
  secrets: RouteSecrets,
): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => {
    const isShown = secrets.shownQuery.has(name) && !secrets.query.has(name) && !isSecretName(name);
    return [secrets.mask(name), isShown ? secrets.mask(value) : MASK];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function maskBody({ rawBody, headers }: InboundRequest, secrets: RouteSecrets): Uint8Array {
  if (rawBody.byteLength === 0) return rawBody;
  const { buffer, byteOffset, byteLength } = rawBody;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  if (!isUtf8(bytes)) {
    // Latin-1 keeps every byte as it is.
    const text = bytes.toString("latin1");
    const shown = secrets.mask(text);
    return shown === text ? rawBody : Buffer.from(shown, "latin1");
  }
  const text = bytes.toString("utf8");
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
  const byPlace = isForm ? maskFields(text, secrets.body) : maskPaths(text, secrets.body);
  const shown = secrets.mask(byPlace);
  return shown === text ? rawBody : Buffer.from(shown, "utf8");
}
