// Every preset that says so against its vendor's own library: what the library signs is accepted here, what is
// signed here is accepted there, and what is changed is refused at both ends.
import { describe, expect, it } from "vitest";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import { schemesOf } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS, presetNamed, withTolerance } from "../../src/inbound/proof/presets/presets.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import { signJwt } from "../../src/signature/jwt.ts";
import type { Message } from "../../src/signature/message.ts";
import { signMessage } from "../../src/signature/sign.ts";
import { BODIES } from "./bodies.ts";
import { KEY_LIBRARIES } from "./key-libraries.ts";
import { N8N_NODES } from "./n8n-nodes.ts";
import { isAccepted, post, type Oracle } from "./oracle.ts";
import { STANDARD_LIBRARIES } from "./standard-libraries.ts";
import { TERN } from "./tern.ts";
import { VENDOR_LIBRARIES } from "./vendor-libraries.ts";

const ORACLES = [
  ...STANDARD_LIBRARIES,
  ...VENDOR_LIBRARIES,
  ...KEY_LIBRARIES,
  ...N8N_NODES,
  ...TERN,
];

function authOf({ preset, secret, url }: Oracle, others: string[] = []): RouteAuth {
  const secrets = [...others, secret].map((value) => ({ value }));
  return { kind: "preset", preset, secrets, ...(url !== undefined && { url }) };
}

function isTaken(oracle: Oracle, message: Message, now: number, others?: string[]): boolean {
  const request = { ...message, query: {}, peer: "203.0.113.9", receivedAt: now };
  return verify(request, authOf(oracle, others), now).ok;
}

/** As the vendor's library signs, or as the preset's own data says. */
async function signedRequest(oracle: Oracle, text: string, now: number): Promise<Message> {
  const body = oracle.form ? new URLSearchParams({ text, empty: "", a: "1" }).toString() : text;
  if (oracle.sign) return oracle.sign(body, now);
  const preset = presetNamed(oracle.preset);
  const check = preset?.check;
  const type: Record<string, string> = oracle.form
    ? { "content-type": "application/x-www-form-urlencoded" }
    : {};
  const bare = post(body, { ...oracle.headers, ...type });
  const secret = oracle.privateKey ?? oracle.secret;
  if (typeof check === "object" && "jwt" in check) {
    const token = signJwt(bare, check.jwt, { secret, now, id: "id-1" });
    if (!token.ok || !("header" in check.jwt.from)) throw new Error("no token");
    const prefix = check.jwt.from.header === "authorization" ? "Bearer " : "";
    return { ...bare, headers: { ...bare.headers, [check.jwt.from.header]: prefix + token.value } };
  }
  const [scheme] = preset === undefined ? [] : schemesOf(preset);
  if (scheme === undefined) throw new Error(`${oracle.preset} cannot be signed from data`);
  const made = signMessage(bare, scheme, { secrets: [secret], url: oracle.url, now, id: "id-1" });
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

function changed(message: Message): Message {
  const text = Buffer.from(message.rawBody).toString("utf8");
  const other = text.replace(/a(?=["\d&=])|evt|text/, "x");
  if (other === text) throw new Error("nothing was changed");
  return { ...message, rawBody: Buffer.from(other) };
}

const textOf = ({ rawBody }: Message): string => Buffer.from(rawBody).toString("utf8");

describe.each(ORACLES)("$preset", (oracle) => {
  it.each(oracle.bodies ?? Object.keys(BODIES))(
    "is read as its library reads it: a body that is %s",
    async (kind) => {
      const now = Date.now();
      const message = await signedRequest(oracle, BODIES[kind] ?? "", now);
      expect(isTaken(oracle, message, now)).toBe(true);
      expect(isTaken(oracle, message, now, ["another"])).toBe(true);
      expect(await isAccepted(oracle, message, textOf(message))).toBe(true);
    },
  );

  it("is refused at both ends once it was changed", async () => {
    const now = Date.now();
    const message = await signedRequest(oracle, BODIES["plain"] ?? "", now);
    const forged = changed(message);
    const isBound = oracle.unboundThere !== true;
    expect(await isAccepted(oracle, forged, textOf(forged))).toBe(!isBound);
    if (isBound) expect(isTaken(oracle, forged, now)).toBe(false);
  });

  it("is refused under another secret", async () => {
    const now = Date.now();
    const message = await signedRequest(oracle, BODIES["plain"] ?? "", now);
    for (const secret of ["another", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "0a0b"]) {
      expect(isTaken({ ...oracle, secret }, message, now)).toBe(false);
    }
  });

  it("is refused when its time is past the preset's tolerance, and not before", async () => {
    const now = Date.now();
    const preset = presetNamed(oracle.preset);
    if (preset === undefined || !schemesOf(preset).some(({ timestamp }) => timestamp)) return;
    const message = await signedRequest(oracle, BODIES["plain"] ?? "", now);
    const auth = { kind: "preset" as const, preset: oracle.preset, secrets: [] };
    const { toleranceMs } = withTolerance(auth, preset);
    expect(isTaken(oracle, message, now + toleranceMs - 2000)).toBe(true);
    expect(isTaken(oracle, message, now + toleranceMs + 2000)).toBe(false);
  });
});

it("stands behind every preset that names a library", () => {
  const asked = new Set(ORACLES.map(({ preset }) => preset));
  const claimed = PRESETS.filter(({ oracle }) => oracle.includes("@")).map(({ name }) => name);
  expect(claimed.filter((name) => !asked.has(name))).toEqual([]);
});
