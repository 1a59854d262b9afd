// Settings with an inbound route more. Judges no route: that is the checker's. Pure.
import { isRecord } from "../problem/path.ts";
import { configPath } from "../../language/config-path.ts";
import type { Plan, Settings } from "./planned.ts";

/** What is said of who may call; `secret` as it goes into the config, undefined: none. */
export interface AuthWish {
  preset?: string;
  secret?: unknown;
  url?: string;
}

/** Without a preset a secret is a bearer token. Undefined: callers on this machine alone. */
export function authOf({ preset, secret, url }: AuthWish): object | undefined {
  if (preset !== undefined)
    return { preset, ...(secret !== undefined && { secret }), ...(url !== undefined && { url }) };
  return secret === undefined ? undefined : { type: "bearer", token: secret };
}

export function addRoute(block: Settings, name: string, raw: Settings): Plan {
  const { inbound = {} } = block;
  if (!isRecord(inbound)) return refuse('"inbound" is no object');
  if (inbound["enabled"] === false)
    return refuse('"inbound.enabled" is false, so that no route answers: set it to true first');
  const { endpoints = {} } = inbound;
  if (!isRecord(endpoints)) return refuse('"inbound.endpoints" is no map of names');
  if (Object.hasOwn(endpoints, name)) return refuse(`there is a route "${name}" already`);
  return {
    ok: true,
    block: { ...block, inbound: { ...inbound, endpoints: { ...endpoints, [name]: raw } } },
    name,
    at: configPath("inbound.endpoints", name),
    byHand: { what: `Put this route into "inbound.endpoints"`, value: { [name]: raw } },
  };
}

function refuse(why: string): Plan {
  return { ok: false, why };
}
