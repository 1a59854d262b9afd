// A request as a sender makes it: by its own library where that signs, otherwise by the preset's own data.
import { schemesOf } from "../../src/inbound/proof/presets/preset.ts";
import { presetNamed } from "../../src/inbound/proof/presets/presets.ts";
import { signJwt } from "../../src/signature/jwt/jwt.ts";
import type { Message } from "../../src/signature/message.ts";
import { signScheme } from "../../src/signature/each.ts";
import { KEY_LIBRARIES } from "./key-libraries.ts";
import { LISTED_LIBRARIES } from "./listed-libraries.ts";
import { ENCRYPTED_LIBRARIES } from "./encrypted-libraries.ts";
import { PUBLISHED_LIBRARIES } from "./published-libraries.ts";
import { N8N_NODES } from "./n8n-nodes.ts";
import { post, type Oracle } from "./oracle.ts";
import { STANDARD_LIBRARIES } from "./standard-libraries.ts";
import { NUXT_VALIDATORS } from "./nuxt-validators.ts";
import { TERN } from "./tern.ts";
import { TRIGGER_TABLE } from "./trigger-table.ts";
import { VENDOR_LIBRARIES } from "./vendor-libraries.ts";

export const ORACLES: readonly Oracle[] = [
  ...STANDARD_LIBRARIES,
  ...VENDOR_LIBRARIES,
  ...KEY_LIBRARIES,
  ...ENCRYPTED_LIBRARIES,
  ...LISTED_LIBRARIES,
  ...PUBLISHED_LIBRARIES,
  ...N8N_NODES,
  ...TERN,
  ...TRIGGER_TABLE,
  ...NUXT_VALIDATORS,
];

/** As the vendor's library signs, or as the preset's own data says. */
export async function signedRequest(oracle: Oracle, text: string, now: number): Promise<Message> {
  const given = oracle.wrap?.(text, now) ?? text;
  const body = oracle.form ? new URLSearchParams({ text, empty: "", a: "1" }).toString() : given;
  if (oracle.sign) return oracle.sign(body, now);
  const preset = presetNamed(oracle.preset);
  const check = preset?.check;
  const type: Record<string, string> = oracle.form
    ? { "content-type": "application/x-www-form-urlencoded" }
    : {};
  const bare = post(body, { ...oracle.headers, ...type }, oracle.path);
  const secret = oracle.privateKey ?? oracle.secret;
  if (typeof check === "object" && "jwt" in check) {
    const token = signJwt(bare, check.jwt, { secret, now, id: "id-1" });
    if (!token.ok || !("header" in check.jwt.from)) throw new Error("no token");
    const prefix = check.jwt.from.header === "authorization" ? "Bearer " : "";
    return { ...bare, headers: { ...bare.headers, [check.jwt.from.header]: prefix + token.value } };
  }
  const scheme = preset && schemesOf(preset)[oracle.schemeAt ?? 0];
  if (scheme === undefined) throw new Error(`${oracle.preset} cannot be signed from data`);
  const { keys, privateKey, url } = oracle;
  const own = keys === undefined ? { secrets: [secret] } : { secrets: [oracle.secret], privateKey };
  const signer = { ...own, url, now, id: "id-1" };
  const made = signScheme(bare, scheme, signer);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}
