import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import type { SignatureScheme } from "../../src/signature/scheme.ts";
import { handshake } from "../../src/inbound/proof/handshake.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import {
  presetAuth,
  recordedRequests,
  requestOf,
  requestWith,
} from "../support/inbound-request.ts";

const now = 1_700_000_000_000;
const secret = fc.string({ minLength: 1, maxLength: 60 });
const body = fc.uint8Array({ maxLength: 300 });
const flip = fc.integer({ min: 1, max: 255 });

const scheme = fc.record({
  algorithm: fc.constantFrom("sha1" as const, "sha256" as const, "sha512" as const),
  encoding: fc.constantFrom("hex" as const, "base64" as const, "base64url" as const),
  signed: fc.constantFrom(
    "{body}",
    "{timestamp}.{body}",
    "v0:{timestamp}:{body}",
    "{id}{timestamp}{body}",
  ),
  prefix: fc.constantFrom("", "sha256=", "v1,"),
});

interface Shape {
  algorithm: "sha1" | "sha256" | "sha512";
  encoding: "hex" | "base64" | "base64url";
  signed: string;
  prefix: string;
}

function authOf(shape: Shape, value: string): RouteAuth {
  const full: SignatureScheme = {
    ...shape,
    from: { header: "x-sign" },
    extract: { kind: "whole", prefix: shape.prefix },
    timestamp: { from: { header: "x-at" }, format: "s" },
    id: { header: "x-id" },
    key: { encoding: "utf8" },
  };
  return { kind: "hmac", scheme: full, secrets: [{ value }], toleranceMs: 300_000 };
}

/** The same by node:crypto alone. */
function requestOfShape(shape: Shape, value: string, rawBody: Uint8Array, seconds = now / 1000) {
  const [before = "", after = ""] = shape.signed
    .replace("{timestamp}", String(seconds))
    .replace("{id}", "id-1")
    .split("{body}");
  const signature = createHmac(shape.algorithm, value)
    .update(Buffer.concat([Buffer.from(before), rawBody, Buffer.from(after)]))
    .digest(shape.encoding);
  return requestWith({
    headers: { "x-sign": shape.prefix + signature, "x-at": String(seconds), "x-id": "id-1" },
    rawBody,
  });
}

it("a scheme as data agrees with a computation by node:crypto alone", () => {
  fc.assert(
    fc.property(scheme, secret, body, (shape, value, rawBody) => {
      const request = requestOfShape(shape, value, rawBody);
      expect(verify(request, authOf(shape, value), now)).toMatchObject({
        ok: true,
        deliveryId: "id-1",
      });
    }),
  );
});

it("a body that differs in one byte is refused", () => {
  fc.assert(
    fc.property(scheme, secret, body, fc.nat(), flip, (shape, value, rawBody, at, bits) => {
      fc.pre(rawBody.length > 0);
      const request = requestOfShape(shape, value, rawBody);
      const changed = Uint8Array.from(rawBody);
      const index = at % changed.length;
      changed[index] = (changed[index] ?? 0) ^ bits;
      expect(verify({ ...request, rawBody: changed }, authOf(shape, value), now).ok).toBe(false);
    }),
  );
});

it("a signature that differs in one byte is refused", () => {
  fc.assert(
    fc.property(scheme, secret, body, fc.nat(), flip, (shape, value, rawBody, at, bits) => {
      const request = requestOfShape(shape, value, rawBody);
      const bytes = Buffer.from(request.headers["x-sign"] ?? "", "latin1");
      const index = at % bytes.length;
      bytes[index] = (bytes[index] ?? 0) ^ bits;
      const headers = { ...request.headers, "x-sign": bytes.toString("latin1") };
      expect(verify({ ...request, headers }, authOf(shape, value), now).ok).toBe(false);
    }),
  );
});

it("a signed timestamp or id that differs in one byte is refused", () => {
  const both = {
    algorithm: "sha256",
    encoding: "hex",
    signed: "{id}{timestamp}{body}",
    prefix: "",
  };
  fc.assert(
    fc.property(secret, body, fc.nat(), flip, (value, rawBody, at, bits) => {
      const shape = both as Shape;
      const request = requestOfShape(shape, value, rawBody);
      for (const name of ["x-at", "x-id"]) {
        const bytes = Buffer.from(request.headers[name] ?? "", "latin1");
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ bits;
        const headers = { ...request.headers, [name]: bytes.toString("latin1") };
        expect(verify({ ...request, headers }, authOf(shape, value), now).ok).toBe(false);
      }
    }),
  );
});

it("the tolerance counts in both directions, and to the millisecond", () => {
  const shape: Shape = {
    algorithm: "sha256",
    encoding: "hex",
    signed: "{timestamp}.{body}",
    prefix: "",
  };
  fc.assert(
    fc.property(secret, fc.integer({ min: -600_000, max: 600_000 }), (value, shift) => {
      const request = requestOfShape(shape, value, Buffer.from("body"));
      const { ok } = verify(request, authOf(shape, value), now + shift);
      expect(ok).toBe(Math.abs(shift) <= 300_000);
    }),
  );
});

it("another secret is refused", () => {
  fc.assert(
    fc.property(scheme, secret, secret, body, (shape, value, other, rawBody) => {
      // HMAC pads short keys with zero bytes: `a` and `a\0` are one key.
      fc.pre(value.replace(/\0+$/, "") !== other.replace(/\0+$/, ""));
      const request = requestOfShape(shape, value, rawBody);
      expect(verify(request, authOf(shape, other), now).ok).toBe(false);
    }),
  );
});

const headerValue = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.constantFrom("t=1,v1=", "v1,AA==", "Bearer ", "Basic Og==", "sha256=", "1700000000", "a.b.c"),
);
const headerName = fc.constantFrom(
  ...new Set(recordedRequests.flatMap(({ request }) => Object.keys(request.headers))),
  "aeg-event-type",
  "webhook-request-origin",
  "__proto__",
);
const arbitraryBody = fc.oneof(
  body,
  fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
);
const arbitraryUrl = fc.string({ maxLength: 40 }).map((text) => `/in?${text}`);
const arbitraryRequest = fc
  .record({
    method: fc.constantFrom("POST", "GET", "HEAD", "OPTIONS"),
    url: arbitraryUrl,
    headers: fc.dictionary(headerName, headerValue, { maxKeys: 8 }),
    query: fc.dictionary(fc.string({ maxLength: 12 }), fc.string({ maxLength: 20 })),
    rawBody: arbitraryBody,
  })
  .map((parts) => requestWith(parts));

it("no request makes any preset throw, and none without the secret is let in", () => {
  const secrets = [{ value: "no-header-holds-this" }];
  fc.assert(
    fc.property(fc.constantFrom(...PRESETS), arbitraryRequest, ({ name }, request) => {
      const auth = presetAuth(
        { preset: name, secret: "" },
        { secrets, url: "https://a.example/b" },
      );
      expect(verify(request, auth, now).ok).toBe(false);
      handshake(request, auth, now);
    }),
    { numRuns: 2000 },
  );
});

it("no secret makes any preset throw", () => {
  const value = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.base64String({ maxLength: 200 }),
    fc.constantFrom("whsec_", "whpk_", "whpk_AAAA", "0".repeat(64)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...recordedRequests), value, (one, other) => {
      fc.pre(other !== one.secret);
      const auth = presetAuth(one, { secrets: [{ value: other }] });
      expect(verify(requestOf(one), auth, one.at).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
