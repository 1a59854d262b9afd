// Every preset that says so against its vendor's own library: what the library signs is accepted here, what is
// signed here is accepted there, and what is changed is refused at both ends.
import { describe, expect, it } from "vitest";
import { diagnose, isAccepted as isFoundRight } from "../../src/cli/offline/signature/diagnose.ts";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import { schemesOf } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS, presetNamed, withTolerance } from "../../src/inbound/proof/presets/presets.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import type { Message } from "../../src/signature/message.ts";
import { BODIES } from "./bodies.ts";
import { isAccepted, type Oracle } from "./oracle.ts";
import { ORACLES, signedRequest } from "./signed.ts";

function authOf(oracle: Oracle, others: string[] = []): RouteAuth {
  const { preset, secret, url, keys, expect: expected, decrypt } = oracle;
  const secrets = [...others, secret].map((value) => ({ value }));
  return {
    kind: "preset",
    preset,
    secrets,
    ...(url !== undefined && { url }),
    ...(keys && { keys }),
    ...(expected && { expect: expected }),
    ...(decrypt && { decrypt }),
  };
}

function isTaken(oracle: Oracle, message: Message, now: number, others?: string[]): boolean {
  const request = { ...message, query: {}, peer: "203.0.113.9", receivedAt: now };
  return verify(request, authOf(oracle, others), now).ok;
}

function changed(message: Message): Message {
  const text = Buffer.from(message.rawBody).toString("utf8");
  const other = text.replace(
    /a(?=["\d&=])|evt|text|(?<="encrypt":"|<Encrypt><!\[CDATA\[)./,
    (found) => (found === "x" ? "y" : "x"),
  );
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

  it("is found right by `openclaw webhook verify`, and wrong once it was changed", async () => {
    const now = Date.now();
    const { preset, secret, url, keys, decrypt } = oracle;
    const message = await signedRequest(oracle, BODIES["plain"] ?? "", now);
    const isRight = (given: Message): boolean => {
      const request = { ...given, query: {}, peer: "", receivedAt: now };
      const question = { request, secret, preset, now, toleranceMs: 300_000, quick: true };
      return isFoundRight(
        diagnose({
          ...question,
          ...(url !== undefined && { url }),
          ...(keys && { keys }),
          ...(decrypt && { decrypt }),
        }),
      );
    };
    expect(isRight(message)).toBe(true);
    if (oracle.unboundThere !== true) expect(isRight(changed(message))).toBe(false);
  });

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
      const other = oracle.keys === undefined ? { secret } : { keys: [secret] };
      expect(isTaken({ ...oracle, ...other }, message, now)).toBe(false);
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
