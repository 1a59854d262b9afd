// Every preset by its name: what the config may say, what the docs list, what the checks run.
// Must not hold a provider's facts itself.
import { ADDRESS_SIGNED } from "./listed/address-signed.ts";
import { BODY_IN_BASE64 } from "./body/body-in-base64.ts";
import { BODY_IN_HEX } from "./body/body-in-hex.ts";
import { BODY_SIGNED } from "./body/body-signed.ts";
import { BUILDERS_IN_HEX } from "./body/builders-in-hex.ts";
import { CODED } from "./own/coded.ts";
import type { RouteAuth } from "../../../config/route/route-settings.ts";
import { DEFAULT_TOLERANCE_MS } from "../../../signature/timestamp.ts";
import type { PresetAuth } from "../verdict.ts";
import type { Preset } from "./preset.ts";
import { ENCRYPTED } from "./own/encrypted.ts";
import { HANDSHAKEN } from "./body/handshaken.ts";
import { KEY_SIGNED } from "./keys/key-signed.ts";
import { LISTED } from "./listed/listed.ts";
import { MORE_TIME_SIGNED } from "./timed/more-time-signed.ts";
import { PUBLISHED_KEYS } from "./keys/published-keys.ts";
import { STANDARD_SENDERS } from "./timed/standard-senders.ts";
import { TIME_SIGNED } from "./timed/time-signed.ts";
import { TIME_SHOWN } from "./tokens/time-shown.ts";
import { TOKEN_SHOWN } from "./tokens/token-shown.ts";
import { TOKEN_SIGNED } from "./tokens/token-signed.ts";

/** In the order of their names. */
export const PRESETS: readonly Preset[] = [
  ...ADDRESS_SIGNED,
  ...BODY_IN_BASE64,
  ...BODY_IN_HEX,
  ...BODY_SIGNED,
  ...BUILDERS_IN_HEX,
  ...ENCRYPTED,
  ...HANDSHAKEN,
  ...KEY_SIGNED,
  ...LISTED,
  ...MORE_TIME_SIGNED,
  ...PUBLISHED_KEYS,
  ...STANDARD_SENDERS,
  ...TIME_SHOWN,
  ...TOKEN_SHOWN,
  ...TOKEN_SIGNED,
  ...TIME_SIGNED,
  ...CODED,
].sort((one, other) => (one.name < other.name ? -1 : 1));

const byName = new Map(PRESETS.map((preset) => [preset.name, preset]));

/** What the operator wrote decides, then what the sender needs. */
export function withTolerance(
  auth: Extract<RouteAuth, { kind: "preset" }>,
  preset: Pick<Preset, "toleranceMs">,
): PresetAuth {
  const toleranceMs = auth.toleranceMs ?? preset.toleranceMs ?? DEFAULT_TOLERANCE_MS;
  return { ...auth, toleranceMs };
}

export function presetNamed(name: string): Preset | undefined {
  return byName.get(name);
}
