// HubSpot, signature version 3: method, address, body and time, the address partly decoded.
// Must not decode more than HubSpot's table names.
// https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
import { calledAddress } from "../../request/request.ts";
import type { PresetCheck } from "../verdict.ts";
import { hmacSha256 } from "../../../signature/scheme.ts";
import { verifySignature } from "./signature.ts";

export const HUBSPOT = hmacSha256({
  header: "x-hubspot-signature-v3",
  encoding: "base64",
  signed: "{method}{url}{body}{timestamp}",
  timestamp: { from: { header: "x-hubspot-request-timestamp" }, format: "ms" },
});

const decodedByHubspot = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

export const verifyHubspot: PresetCheck = (request, auth, now) => {
  if (auth.url === undefined) return verifySignature(request, HUBSPOT, auth, now);
  const url = calledAddress(request, auth.url).replaceAll(decodedByHubspot, (escape) =>
    String.fromCharCode(Number.parseInt(escape.slice(1), 16)),
  );
  // The query stands in `url` now, decoded.
  return verifySignature({ ...request, url: "" }, HUBSPOT, { ...auth, url }, now);
};
