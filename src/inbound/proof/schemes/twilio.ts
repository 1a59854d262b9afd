// Twilio: the address and the sorted form fields, or the address alone with the body's hash in it.
// Must not accept a body that neither way covers.
// https://www.twilio.com/docs/usage/webhooks/webhooks-security
import { createHash } from "node:crypto";
import { calledAddress, header, soleHeader, type InboundRequest } from "../../request/request.ts";
import { isSameText, usableSecrets } from "../usable-secrets.ts";
import { acceptSigned, refuse, type PresetCheck } from "../verdict.ts";
import { fieldList } from "../../../signature/fields.ts";
import { isSignedBy } from "../../../signature/matching.ts";
import type { SignatureScheme } from "../../../signature/scheme.ts";

const SIGNATURE = "x-twilio-signature";
const IDEMPOTENCY = "i-twilio-idempotency-token";

export const TWILIO: SignatureScheme = {
  algorithm: "sha1",
  from: { header: SIGNATURE },
  extract: { kind: "whole" },
  encoding: "base64",
  signed: "{url}{fields}",
  fields: { of: "form", except: [], pair: "", join: "", asSet: true },
  bodyDigest: { from: { query: "bodySHA256" }, digest: "sha256" },
  id: { header: IDEMPOTENCY },
  key: { encoding: "utf8" },
};

export const verifyTwilio: PresetCheck = (request, auth, now) => {
  const given = soleHeader(request, SIGNATURE);
  if (!given.ok) return refuse(given.reason);
  if (auth.url === undefined) {
    return refuse("the address is signed: set auth.url to the URL that Twilio calls");
  }
  const fields = coveredFields(request);
  if (!fields.ok) return refuse(fields.reason);
  const usable = usableSecrets(auth.secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const called = calledAddress(request, auth.url);
  const covered = Buffer.from(called + fields.value, "utf8");
  const texts = spellings(called).map((address) => Buffer.from(address + fields.value, "utf8"));
  const isOurs = usable.values.some((secret) => {
    const key = { kind: "mac", algorithm: "sha1", bytes: Buffer.from(secret, "utf8") } as const;
    return texts.some((text) => isSignedBy(key, { encoding: "base64" }, [text], [given.value]));
  });
  if (!isOurs) {
    return refuse(`the signature in "${SIGNATURE}" does not match: wrong token or auth.url`);
  }
  return acceptSigned([covered], header(request, IDEMPOTENCY));
};

/**
 * The address with and without its port: Twilio signs some requests with the standard port in it, and others
 * without the one that was configured. https://www.twilio.com/docs/usage/security#a-few-notes
 */
function spellings(address: string): string[] {
  const [, scheme = "", user = "", host = "", port = "", rest = ""] =
    /^(https?):\/\/([^@/?#]*@)?(\[[^\]]+\]|[^:/?#@]+)(:\d+)?(.*)$/s.exec(address) ?? [];
  if (host === "") return [address];
  const standard = scheme === "https" ? ":443" : ":80";
  const start = `${scheme}://${user}${host}`;
  return [address, `${start}${rest}`, `${start}${port === "" ? standard : port}${rest}`];
}

/** What is signed behind the address. */
function coveredFields(
  request: InboundRequest,
): { ok: true; value: string } | { ok: false; reason: string } {
  const hash = new URLSearchParams(calledAddress(request, "").slice(1)).get("bodySHA256");
  if (hash !== null) {
    const actual = createHash("sha256").update(request.rawBody).digest("hex");
    if (isSameText(hash.toLowerCase(), actual)) return { ok: true, value: "" };
    return { ok: false, reason: "the body does not have the hash of the query's bodySHA256" };
  }
  if (request.rawBody.length === 0) return { ok: true, value: "" };
  const type = header(request, "content-type") ?? "";
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) {
    return { ok: true, value: fieldList(request, TWILIO.fields) };
  }
  return { ok: false, reason: "the body is no form, and the query has no bodySHA256 to cover it" };
}
