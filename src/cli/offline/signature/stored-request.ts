// What the stored headers of a request show about its proof: which are there, and how far its clock was off.
// Must not show a header's value: what is no secret here may be one elsewhere.
import type { RouteAuth } from "../../../config/route/route-settings.ts";
import type { Place, SignatureScheme } from "../../../signature/scheme.ts";
import { schemesOf } from "../../../inbound/proof/presets/preset.ts";
import { presetNamed, withTolerance } from "../../../inbound/proof/presets/presets.ts";
import { readTimestamp } from "../../../signature/timestamp.ts";
import { MASK } from "../../../language/mask-text.ts";

export interface SignatureFacts {
  /** What the route asks for. */
  scheme: string;
  headers: {
    name: string;
    state: "is there" | "is there, masked" | "is there, not kept" | "is missing";
  }[];
  /** How far the signed timestamp is from the time of arrival, where it stands in a header of its own. */
  clock?: string;
}

const NOT_KEPT = "[not kept]";

/** `auth`: absent = there is no such route now. `receivedAt` in ms since the epoch. */
export function signatureFacts(
  auth: RouteAuth | undefined,
  headers: Readonly<Record<string, string>>,
  receivedAt: number,
): SignatureFacts {
  const scheme = auth && schemeOf(auth, headers);
  const states = headersOf(auth, scheme).map((name) => ({ name, state: stateOf(headers[name]) }));
  const clock = scheme && clockOf(scheme, headers, receivedAt, toleranceOf(auth));
  return { scheme: titleOf(auth), headers: states, ...(clock !== undefined && { clock }) };
}

function titleOf(auth: RouteAuth | undefined): string {
  if (auth === undefined) return "nothing, for there is no such route";
  if (auth.kind === "preset") return `preset ${auth.preset}`;
  if (auth.kind === "loopback") return "a direct caller on this machine";
  return auth.kind;
}

/** Undefined where a check is more than data, or no signature. */
function schemeOf(
  auth: RouteAuth,
  headers: Readonly<Record<string, string>>,
): SignatureScheme | undefined {
  if (auth.kind === "hmac") return auth.scheme;
  if (auth.kind !== "preset") return undefined;
  const preset = presetNamed(auth.preset);
  const schemes = preset === undefined ? [] : schemesOf(preset);
  return (
    schemes.find((scheme) => namedHeaders(scheme).some((name) => Object.hasOwn(headers, name))) ??
    schemes[0]
  );
}

function tokenPlace(auth: RouteAuth): Place | undefined {
  if (auth.kind === "jwt") return auth.scheme.from;
  const check = auth.kind === "preset" ? presetNamed(auth.preset)?.check : undefined;
  return typeof check === "object" && "jwt" in check ? check.jwt.from : undefined;
}

function headersOf(auth: RouteAuth | undefined, scheme: SignatureScheme | undefined): string[] {
  if (auth?.kind === "bearer" || auth?.kind === "basic") return ["authorization"];
  if (auth?.kind === "header") return [auth.name];
  const token = auth && tokenPlace(auth);
  if (token !== undefined && "header" in token) return [token.header];
  if (scheme === undefined) return [];
  return namedHeaders(scheme);
}

function namedHeaders({ from, timestamp, id }: SignatureScheme): string[] {
  return [from, timestamp?.from, id].flatMap((place) =>
    place !== undefined && "header" in place ? [place.header] : [],
  );
}

function stateOf(value: string | undefined): SignatureFacts["headers"][number]["state"] {
  if (value === undefined || value === "") return "is missing";
  if (value === NOT_KEPT) return "is there, not kept";
  return value === MASK ? "is there, masked" : "is there";
}

function toleranceOf(auth: RouteAuth | undefined): number {
  if (auth?.kind === "hmac" || auth?.kind === "jwt") return auth.toleranceMs;
  const preset = auth?.kind === "preset" ? presetNamed(auth.preset) : undefined;
  return auth?.kind === "preset" && preset !== undefined
    ? withTolerance(auth, preset).toleranceMs
    : 0;
}

function clockOf(
  { timestamp }: SignatureScheme,
  headers: Readonly<Record<string, string>>,
  receivedAt: number,
  toleranceMs: number,
): string | undefined {
  if (timestamp === undefined) return undefined;
  const text = "header" in timestamp.from ? headers[timestamp.from.header] : undefined;
  if (text === undefined || text === MASK || text === NOT_KEPT) return undefined;
  const at = readTimestamp(text, timestamp.format);
  if (at === undefined) return "Its timestamp is not of the scheme's form.";
  const off = Math.round(Math.abs(receivedAt - at) / 1000);
  const side = at <= receivedAt ? "before" : "after";
  return `Its timestamp is ${off} s ${side} its arrival; allowed are ${toleranceMs / 1000} s.`;
}
