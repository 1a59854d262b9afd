// What the stored headers of a request show about its proof: which are there, and how far its clock was off.
// Must not show a header's value: what is no secret here may be one elsewhere.
import type { HmacScheme, RouteAuth } from "../../../config/route/route-settings.ts";
import { presetNamed } from "../../../inbound/proof/schemes/presets.ts";
import { readTimestamp } from "../../../inbound/proof/replay.ts";
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
  const scheme = auth && schemeOf(auth);
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
function schemeOf(auth: RouteAuth): HmacScheme | undefined {
  if (auth.kind === "hmac") return auth.scheme;
  const check = auth.kind === "preset" ? presetNamed(auth.preset)?.check : undefined;
  return typeof check === "object" ? check : undefined;
}

function headersOf(auth: RouteAuth | undefined, scheme: HmacScheme | undefined): string[] {
  if (auth?.kind === "bearer" || auth?.kind === "basic") return ["authorization"];
  if (auth?.kind === "header") return [auth.name];
  if (scheme === undefined) return [];
  const { header, timestamp, id } = scheme;
  return [
    header,
    ...(timestamp !== undefined && "header" in timestamp.from ? [timestamp.from.header] : []),
    ...(id !== undefined && "header" in id ? [id.header] : []),
  ];
}

function stateOf(value: string | undefined): SignatureFacts["headers"][number]["state"] {
  if (value === undefined || value === "") return "is missing";
  if (value === NOT_KEPT) return "is there, not kept";
  return value === MASK ? "is there, masked" : "is there";
}

function toleranceOf(auth: RouteAuth | undefined): number {
  return auth?.kind === "hmac" || auth?.kind === "preset" ? auth.toleranceMs : 0;
}

function clockOf(
  { timestamp }: HmacScheme,
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
