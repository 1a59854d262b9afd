// Whether a route's proof takes the body apart, which costs what the sender makes it cost. Must not look at a request.
import type { RouteAuth } from "../../config/route/route-settings.ts";
import type { SignatureScheme } from "../../signature/scheme.ts";
import { partsOf } from "../../signature/signed-text.ts";
import { schemesOf } from "./presets/preset.ts";
import { presetNamed } from "./presets/presets.ts";

/** False: the body is at most hashed. */
export function readsBody(auth: RouteAuth): boolean {
  if (auth.kind === "hmac") return auth.decrypt !== undefined || schemeReadsBody(auth.scheme);
  if (auth.kind === "jwt") return false;
  if (auth.kind !== "preset") return false;
  const preset = presetNamed(auth.preset);
  if (preset === undefined) return false;
  if (
    preset.readsBody === true ||
    preset.eventIds !== undefined ||
    preset.encryption !== undefined ||
    preset.expects?.of === "body" ||
    schemesOf(preset).some(schemeReadsBody)
  )
    return true;
  const { check } = preset;
  const id = typeof check === "object" && "jwt" in check ? check.jwt.id : undefined;
  return id !== undefined && "body" in id;
}

function schemeReadsBody({ from, id, timestamp, signed, fields, each }: SignatureScheme): boolean {
  if (each !== undefined) return true;
  const places = [from, id, timestamp?.from].filter((place) => place !== undefined);
  if (places.some((place) => "body" in place)) return true;
  if (fields !== undefined && fields.of !== "query") return true;
  return partsOf(signed).some(({ name, of, form }) => name === "body" && of + (form ?? "") !== "");
}
