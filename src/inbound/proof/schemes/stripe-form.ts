// The form that Stripe began: `t=<time>,v1=<signature>` over `<time>.<body>`. Must not know who else took it up.
import { hmacSha256, type SignatureScheme } from "../../../signature/scheme.ts";

/** `given` overrides. */
export function stripeForm(given: { header: string } & Partial<SignatureScheme>): SignatureScheme {
  const list = { items: ",", pair: "=" };
  return hmacSha256({
    extract: { kind: "part", name: "v1", ...list },
    signed: "{timestamp}.{body}",
    timestamp: { from: { part: "t", ...list }, format: "s" },
    ...given,
  });
}
