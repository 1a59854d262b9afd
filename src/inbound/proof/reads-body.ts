// Whether a route's proof takes the body apart, which costs what the sender makes it cost. Must not look at a request.
import type { HmacScheme, RouteAuth } from "../../config/route/route-settings.ts";
import { presetNamed } from "./schemes/presets.ts";

/** False: the body is at most hashed. */
export function readsBody(auth: RouteAuth): boolean {
  if (auth.kind === "hmac") return schemeReadsBody(auth.scheme);
  if (auth.kind !== "preset") return false;
  const preset = presetNamed(auth.preset);
  if (preset === undefined) return false;
  if (preset.eventIds !== undefined || preset.readsBody === true) return true;
  return typeof preset.check === "object" && schemeReadsBody(preset.check);
}

function schemeReadsBody({ id, timestamp }: HmacScheme): boolean {
  const isIdThere = id !== undefined && "body" in id;
  return isIdThere || (timestamp !== undefined && "body" in timestamp.from);
}
