// Which headers of a request authenticate it: templates do not see them, the log shows that they were there.
import type { RouteAuth } from "../config/route-settings.ts";

const SENSITIVE =
  /^(authorization|proxy-authorization|cookie|x-api-key)$|signature|token|secret|hmac/;
export const MASK = "[masked]";

export interface SplitHeaders {
  /** What templates and conditions see. */
  visible: Record<string, string>;
  /** What the log keeps. */
  logged: Record<string, string>;
}

export function splitHeaders(
  headers: Readonly<Record<string, string>>,
  auth: RouteAuth,
): SplitHeaders {
  const own = auth.kind === "header" ? auth.name.toLowerCase() : undefined;
  const visible: Record<string, string> = {};
  const logged: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const sensitive = name === own || SENSITIVE.test(name);
    logged[name] = sensitive ? MASK : value;
    if (!sensitive) visible[name] = value;
  }
  return { visible, logged };
}
