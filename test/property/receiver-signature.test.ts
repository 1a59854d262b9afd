// Every signature that is verified inbound is signed outbound: each preset that is data, and schemes as an operator
// writes them. Both ends share the language of schemes and nothing else: what the endpoint sends, the route judges.
import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAuth } from "../../src/config/route/auth/route-auth.ts";
import type { SchemeSignatureConfig } from "../../src/generated/config.ts";
import { schemesOf, signingSchemes } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { verify } from "../../src/inbound/proof/verify.ts";
import { isPublicKeyAlgorithm, type SignatureScheme } from "../../src/signature/scheme.ts";
import { received, sentBy } from "../support/sent-request.ts";

const NOW = 1_700_000_000_123;
const URL_OF = "https://hooks.acme-receiver.io/hooks/a?a=1";
const SHARED = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

const pairs = {
  ed25519: generateKeyPairSync("ed25519"),
  ec: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};

/** What the sender and what the receiver has of one secret. */
function keysOf(
  { algorithm, key }: Pick<SignatureScheme, "algorithm" | "key">,
  shared = SHARED,
): [string, string] {
  if (!isPublicKeyAlgorithm(algorithm)) {
    const inHex = Buffer.from(shared).toString("hex");
    const text = (key.only ?? "") + (key.encoding === "hex" ? inHex : shared);
    return [text, text];
  }
  const kind = algorithm === "ed25519" ? algorithm : algorithm.startsWith("ec") ? "ec" : "rsa";
  const { publicKey, privateKey } = pairs[kind];
  if (key.only !== undefined) {
    const { x = "" } = publicKey.export({ format: "jwk" });
    const { d = "" } = privateKey.export({ format: "jwk" });
    const inBase64 = (text: string): string => Buffer.from(text, "base64url").toString("base64");
    return [(key.privatePrefix ?? "") + inBase64(d), key.only + inBase64(x)];
  }
  return [
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey.export({ type: "spki", format: "pem" }).toString(),
  ];
}

function anotherKey(scheme: SignatureScheme): string {
  if (!isPublicKeyAlgorithm(scheme.algorithm)) return keysOf(scheme, SHARED.replace("M", "N"))[1];
  const { publicKey } = generateKeyPairSync("ed25519");
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}

const changed = (body: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(body).toString().replace("naïve", "naive").replace("na%C3%AFve", "naive"),
  );

/** Bodies that only a form has: their fields are what is signed. */
const bodyOf = (scheme: SignatureScheme): object =>
  scheme.fields?.of === "form" ? { contentType: "form" } : {};

const NAMED = PRESETS.flatMap((preset) =>
  signingSchemes(preset).map((scheme, at) => ({ preset, scheme, at, name: preset.name })),
);

/** What of it lies beside the signed text: these bind the body by other fields, or not at all. */
const WITHOUT_BODY = new Set(["dingtalk", "gitee", "mercadopago"]);

describe.each(NAMED)("$name ($at)", ({ preset, scheme, name }) => {
  const [own, theirs] = keysOf(scheme);
  const auth = {
    kind: "preset" as const,
    preset: name,
    secrets: [{ value: theirs }],
    url: "https://hooks.acme-receiver.io/hooks/a",
  };

  it("is signed so that its own preset takes it, and refuses it once it was changed", () => {
    const sent = sentBy(
      { url: URL_OF, signature: { preset: name, secret: own }, ...bodyOf(scheme) },
      NOW,
    );
    const request = received(sent, NOW);
    const verdict = verify(request, auth, NOW);
    expect(verdict).toMatchObject({ ok: true });
    const others = { ...auth, secrets: [{ value: anotherKey(scheme) }] };
    expect(verify(request, others, NOW).ok).toBe(false);
    if (!WITHOUT_BODY.has(name)) {
      expect(verify({ ...request, rawBody: changed(sent.body) }, auth, NOW).ok).toBe(false);
    }
    // What a receiver may send back of it is known, to be masked.
    expect(sent.proofs().length).toBeGreaterThan(0);
    expect(schemesOf(preset).length + Number(preset.signedBy !== undefined)).toBeGreaterThan(0);
  });
});

it("names every preset that is data", () => {
  const without = PRESETS.filter((preset) => signingSchemes(preset).length === 0);
  const asCode = without.filter((preset) => schemesOf(preset).length > 0);
  expect(asCode.map(({ name }) => name).sort()).toEqual([
    // A signature in each entry of a list that is the sender's.
    "adyen",
    // Their bodies come encrypted.
    "dingtalk-event",
    "feishu",
    "lark",
    // What is signed stands in fields of its own.
    "mailgun",
    // The key is the sender's alone.
    "paypal",
    "sns",
    "wecom",
  ]);
});

const place = fc.constantFrom({ header: "X-Sign" }, { query: "sign" }, { body: "sign" });
const algorithm = fc.constantFrom(
  ...(["md5", "sha1", "sha256", "sha384", "sha512"] as const),
  ...(["ed25519", "ecdsa-sha256", "rsa-sha1", "rsa-sha256", "rsa-pss-sha256"] as const),
);
const scheme: fc.Arbitrary<SchemeSignatureConfig> = fc
  .record({
    place,
    algorithm,
    encoding: fc.constantFrom("hex" as const, "base64" as const, "base64url" as const),
    form: fc.constantFrom<Partial<SchemeSignatureConfig>>(
      {},
      { prefix: "sha256=" },
      { separator: " ", prefix: "v1," },
      { part: "v1", timestamp: { part: "t" } },
      { part: "v1", separator: ";", timestamp: { part: "ts", format: "ms" } },
    ),
    timestamp: fc.constantFrom<NonNullable<SchemeSignatureConfig["timestamp"]>>(
      "X-At",
      { query: "at", format: "ms" },
      { header: "x-at", format: "rfc3339" },
    ),
    signed: fc.constantFrom<NonNullable<SchemeSignatureConfig["signed"]>>(
      "{timestamp}.{body}",
      "{method} {path} {bodyHash.sha256} {timestamp}",
      "{id}.{timestamp}.{body}",
      "{header.content-type}{header.x-openclaw-delivery}{body}",
      "{query.a}{bodyHash.md5.base64}{timestamp}",
      ["{timestamp}", "{header.webhook-id}", "{body}"],
    ),
  })
  .map(({ place: where, form, timestamp, signed, ...rest }) => ({
    ...where,
    ...rest,
    // Of a body that holds its own signature, only parts can be signed.
    ...("body" in where
      ? { prefix: "v1=", signed: "{timestamp}{body.id}{body.data.text}" }
      : { signed, ...form }),
    timestamp: "body" in where ? timestamp : (form.timestamp ?? timestamp),
    id: "X-Id",
  }));

it(
  "what an operator writes as `signature` an `auth` with the same words takes",
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(scheme, (config) => {
        const [own, theirs] = keysOf({
          algorithm: config.algorithm ?? "sha256",
          key: { encoding: "utf8" },
        });
        const sent = sentBy({ url: URL_OF, signature: { ...config, secret: own } }, NOW);
        const auth = readAuth({ type: "hmac", ...config, secret: theirs }, NOW);
        const request = received(sent, NOW);
        expect(verify(request, auth, NOW)).toMatchObject({ ok: true });
        expect(verify({ ...request, rawBody: changed(sent.body) }, auth, NOW).ok).toBe(false);
        // The own signatures are beside it, over what is sent in the end.
      }),
      { numRuns: 300 },
    );
  },
);
