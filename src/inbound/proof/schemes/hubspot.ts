// HubSpot, signature version 3: method, address, body and time, the address partly decoded.
// https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
import { hmacSha256 } from "../../../signature/scheme.ts";

export const HUBSPOT = hmacSha256({
  header: "x-hubspot-signature-v3",
  encoding: "base64",
  signed: "{method}{url}{body}{timestamp}",
  // The characters of HubSpot's table, and no others.
  unescaped: ":/?@!$'()*,;",
  timestamp: { from: { header: "x-hubspot-request-timestamp" }, format: "ms" },
});
