// Whether a receiver that refuses with a 200 is taken at its word: then what it refused counts as delivered.
import type { Endpoint } from "../../../config/settings.ts";
import { FORMATS } from "../../../outbound/formats/formats.ts";
import type { Finding } from "./finding.ts";

/** Receivers whose answer's body decides, by the host of their URL. */
const DECIDED_BY_BODY = new Map(
  [...FORMATS.values()].flatMap((format) => {
    const { success } = format.answers;
    const { hostname = "" } = URL.parse(format.url) ?? {};
    return success?.where && !success.status && hostname !== ""
      ? [[hostname, format] as const]
      : [];
  }),
);

export function unjudged(endpoint: Endpoint): Finding | undefined {
  const { name, url, format, success, held } = endpoint;
  // Of what is held the address may not be known.
  if (held !== undefined) return undefined;
  if (format !== undefined || success !== undefined) return undefined;
  const receiver = DECIDED_BY_BODY.get(URL.parse(url)?.hostname ?? "");
  if (!receiver) return undefined;
  return {
    checkId: "event-webhooks.endpoint.unjudged",
    severity: "warn",
    title: `Endpoint "${name}" takes every 200 of ${receiver.title} for a delivery`,
    detail: `${receiver.title} refuses messages with a 200, and says so in the body alone.`,
    remediation: `Set format: "${receiver.name}", or a rule of your own as \`success\`.`,
  };
}
