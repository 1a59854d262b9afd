// The address that a request brings for its reply, as its sender's row allows it. Reads the request as it came: what
// is stored of it has the address masked. Must not give one that the row does not name.
import type { Route } from "../../config/route/route-settings.ts";
import type { RunJob } from "../../engine/inbox/run-job.ts";
import { valuesAt } from "../../language/values-at.ts";
import { presetNamed } from "../proof/presets/presets.ts";
import { bodyJson, header, type InboundRequest } from "../request/request.ts";
import type { LaterReply } from "./sender-answer.ts";

/** Longer ones are no sender's. */
const MAX_LENGTH = 2048;
/** What may stand between two slashes of an address: nothing that leads elsewhere. */
const STEP = /^(?!\.+$)[\w.~-]{1,512}$/;

/**
 * Undefined: no reply is told later. Neither is it where the operator has the caller wait for words of the route's
 * own, which hold the reply.
 */
export function laterReplyOf({
  auth,
  response,
}: Pick<Route, "auth" | "response">): LaterReply | undefined {
  if (auth.kind !== "preset") return undefined;
  if (response.mode === "wait" && response.body !== undefined) return undefined;
  return presetNamed(auth.preset)?.answer?.later;
}

/** What of a request's job says where its reply goes. */
export function replyAddressOf(
  request: InboundRequest,
  route: Pick<Route, "name" | "auth" | "response">,
): RunJob["replyTo"] {
  const later = laterReplyOf(route);
  if (later === undefined) return undefined;
  const url = addressOf(later, bodyOf(request));
  return url === undefined ? undefined : { endpoint: replyEndpointName(route.name), address: url };
}

/** An operator's endpoint cannot have a colon in its name. */
export function replyEndpointName(route: string): string {
  return `reply:${route}`;
}

export function isAllowedAddress(text: string, hosts: readonly string[]): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > MAX_LENGTH) return false;
  const { protocol, hostname, port, username, password } = url;
  const isPlain = protocol === "https:" && port === "" && username === "" && password === "";
  return isPlain && hosts.includes(hostname);
}

function addressOf({ url, hosts }: LaterReply, body: unknown): string | undefined {
  const whole = /^\{([\w.]+)\}$/.exec(url)?.[1];
  let fits = true;
  const written =
    whole === undefined
      ? url.replace(/\{([\w.]+)\}/g, (_place, path: string) => {
          const step = textAt(body, path) ?? "";
          fits &&= STEP.test(step);
          return step;
        })
      : textAt(body, whole);
  if (!fits || written === undefined || !isAllowedAddress(written, hosts)) return undefined;
  return URL.parse(written)?.href;
}

function textAt(body: unknown, path: string): string | undefined {
  const [value] = valuesAt(body, path.split("."));
  return typeof value === "string" ? value : undefined;
}

/** JSON, a form, or JSON in a form's `payload`, as chats send it. */
function bodyOf(request: InboundRequest): unknown {
  const type = header(request, "content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return bodyJson(request);
  const fields = Object.fromEntries(
    new URLSearchParams(Buffer.from(request.rawBody).toString("utf8")),
  );
  const { payload } = fields;
  if (payload === undefined) return fields;
  return bodyJson({ ...request, rawBody: Buffer.from(payload) });
}
