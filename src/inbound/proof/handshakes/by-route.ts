// Answers a sender's test of the address as the route's own settings say.
// Must not send back what is too long or no text, and must not put a sender's text into a header before its form is
// checked.
import type { RouteHandshake } from "../../../config/route/route-settings.ts";
import { readPlace } from "../../../signature/message.ts";
import type { InboundRequest } from "../../request/request.ts";
import { isSameText } from "../usable-secrets.ts";
import { echo, echoJson, empty, isShortBody, type Handshake } from "./answers.ts";

/** Undefined when this request is no test of the address. */
export function handshakeByRoute(
  request: InboundRequest,
  { method, when, echo: place, json, header, status }: RouteHandshake,
): Handshake | undefined {
  if (request.method !== method || !isShortBody(request)) return undefined;
  const isTest = when.every(({ at, text }) => {
    const read = readPlace(request, at);
    return read.ok && isSameText(read.value, text);
  });
  if (!isTest) return undefined;
  if (place === undefined) return empty(status);
  const read = readPlace(request, place);
  if (!read.ok) return undefined;
  const answer = written(read.value, { json, header });
  return answer && { ...answer, status };
}

function written(
  text: string,
  { json, header }: { json: string | undefined; header: string | undefined },
): Handshake | undefined {
  if (json !== undefined) return echoJson(json, text);
  if (header === undefined) return echo(text);
  return /^[\x21-\x7e]{1,256}$/.test(text) ? empty(200, { [header]: text }) : undefined;
}
