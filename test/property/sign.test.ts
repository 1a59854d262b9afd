import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { attemptHeaders } from "../../src/outbound/sign.ts";
import { endpointWith, eventWith } from "../support/outbound.ts";

const atSeconds = Math.floor(Date.now() / 1000);
const secretBytes = fc.uint8Array({ minLength: 1, maxLength: 64 });
// Whole code points: a lone surrogate has no UTF-8 of its own.
const text = fc.string({ unit: "binary", maxLength: 300 });

function signed(secret: string, body: string | Uint8Array): Record<string, string> {
  const input = { deliveryId: "dlv_1", attempt: 1, atSeconds, userAgent: "test/1" };
  const endpoint = endpointWith({ secrets: [{ value: secret }] });
  return attemptHeaders({ ...input, endpoint, event: eventWith({}), body });
}

it("every body verifies with the published library and with node:crypto, given as text or as bytes", () => {
  fc.assert(
    fc.property(secretBytes, text, (bytes, body) => {
      const secret = `whsec_${Buffer.from(bytes).toString("base64")}`;
      const headers = signed(secret, body);
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      const hex = createHmac("sha256", secret)
        .update(`${atSeconds}.`)
        .update(body, "utf8")
        .digest("hex");
      expect(headers["X-OpenClaw-Signature"]).toBe(`sha256=${hex}`);
      expect(signed(secret, Buffer.from(body, "utf8"))).toEqual(headers);
    }),
  );
});

it("a body that differs in one byte does not verify", () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(
      secretBytes,
      body,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, original, at, flip) => {
        const secret = `whsec_${Buffer.from(bytes).toString("base64")}`;
        const changed = Uint8Array.from(original);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ flip;
        const headers = signed(secret, original);
        const forged = signed(secret, changed);
        expect(forged["X-OpenClaw-Signature"]).not.toBe(headers["X-OpenClaw-Signature"]);
        expect(forged["webhook-signature"]).not.toBe(headers["webhook-signature"]);
      },
    ),
  );
});

it("no part of a secret is in the headers", () => {
  const secret = fc.stringMatching(/^[a-zA-Z0-9]{16,40}$/);
  fc.assert(
    fc.property(secret, text, (value, body) => {
      expect(JSON.stringify(signed(`whsec_${value}`, body))).not.toContain(value);
    }),
  );
});
