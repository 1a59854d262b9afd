// WeCom, and DingTalk after it: the SHA-1 of the token and three texts of the request, sorted and joined.
// https://developer.work.weixin.qq.com/document/path/90968
import type { Place, SignatureScheme, TimestampFormat } from "../../../signature/scheme.ts";

/** `at`: of the encrypted text, which alone is signed of what is sent. */
export function signedByWecom(
  at: Place,
  format: TimestampFormat,
  from = "msg_signature",
): SignatureScheme {
  const text = "query" in at ? `{query.${at.query}}` : "body" in at ? `{body.${at.body}}` : "";
  return {
    algorithm: "sha1",
    keyed: "text",
    from: { query: from },
    extract: { kind: "whole" },
    encoding: "hex",
    signed: { sorted: ["{secret}", "{timestamp}", "{query.nonce}", text], join: "" },
    timestamp: { from: { query: "timestamp" }, format },
    key: { encoding: "utf8" },
  };
}
