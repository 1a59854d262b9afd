// Whether a configured endpoint can work. Sends nothing.
import type { Endpoint } from "../../config/settings.ts";
import { prepareEndpoint, type PreparedEndpoint } from "../../outbound/prepare.ts";
import { vetUrl } from "../guard/guard.ts";

export interface Readiness {
  /** Absent: who hears what cannot be decided. Without a usable transform or secret it hears all the same. */
  prepared?: PreparedEndpoint;
  /** Why it sends nothing. */
  held?: string;
}

export function readinessOf(endpoint: Endpoint): Readiness {
  const { prepared, problem } = prepare(endpoint);
  const held = endpoint.held ?? problem ?? addressProblem(endpoint);
  return { ...(prepared && { prepared }), ...(held !== undefined && { held }) };
}

function prepare(endpoint: Endpoint): { prepared?: PreparedEndpoint; problem?: string } {
  const whole = prepareEndpoint(endpoint);
  if (whole.ok) return { prepared: whole.prepared };
  const problem = whole.problems.join("; ");
  const bare = prepareEndpoint(onlyHearing(endpoint));
  return bare.ok ? { prepared: bare.prepared, problem } : { problem };
}

/** Without all that is about what is sent and what comes back. */
function onlyHearing(endpoint: Endpoint): Endpoint {
  const { transform: _t, format: _f, options: _o, text: _x, long: _l, ...rest } = endpoint;
  const { success: _s, giveUpOn: _g, method: _m, contentType: _c, batch: _b, ...bare } = rest;
  const [address = ""] = bare.url.split("{", 1);
  return { ...bare, url: address, secrets: [] };
}

function addressProblem(endpoint: Endpoint): string | undefined {
  if (endpoint.feed) return undefined;
  const vetted = vetUrl(endpoint.url, endpoint.allowPrivateNetwork);
  return vetted.ok ? undefined : vetted.reason;
}
