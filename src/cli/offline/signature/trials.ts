// Looks for the mistake that would explain a signature: other bytes, another reading of the secret, another scheme.
// Must not report a signature or any part of a secret.
import {
  isPublicKeyAlgorithm,
  placeName,
  type SignatureScheme,
} from "../../../signature/scheme.ts";
import { templatesOf } from "../../../signature/signed-text.ts";
import { bodyVariants } from "./body-variants.ts";
import type { Deviation, Variant } from "./deviation.ts";

/** What is tried in place of what was given. */
export interface Trial {
  body: Uint8Array;
  secret: string;
  scheme: SignatureScheme;
}

/**
 * The fewest deviations with which `fits` holds; undefined when none of the known ones explains it.
 * `canVaryScheme`: false where the scheme is more than data.
 */
export function findDeviations(
  given: Trial,
  fits: (trial: Trial) => boolean,
  canVaryScheme: boolean,
): Deviation[] | undefined {
  const bodies = [undefined, ...bodyVariants(given.body)];
  const secrets = [undefined, ...secretVariants(given.secret)];
  const schemes = [undefined, ...(canVaryScheme ? schemeVariants(given.scheme) : [])];
  const tried = bodies.flatMap((body) =>
    secrets.flatMap((secret) => schemes.map((scheme) => ({ body, secret, scheme }))),
  );
  const deviationsOf = ({ body, secret, scheme }: (typeof tried)[number]): Deviation[] =>
    [scheme, secret, body].filter((variant) => variant !== undefined);
  const found = tried
    .toSorted((one, other) => deviationsOf(one).length - deviationsOf(other).length)
    .find(({ body, secret, scheme }) =>
      fits({
        body: body?.value ?? given.body,
        secret: secret?.value ?? given.secret,
        scheme: scheme?.value ?? given.scheme,
      }),
    );
  return found && deviationsOf(found);
}

function secretVariants(secret: string): Variant<string>[] {
  const trimmed = secret.trim();
  const bare = trimmed.replace(/^(["'])(.*)\1$/s, "$2");
  const variants = [
    { what: "the secret was given with space or a line break around it", value: trimmed },
    { what: "the secret was given with quotation marks around it", value: bare },
  ];
  const advice = "Take them off where the secret is read.";
  return variants
    .filter(({ value }, index) => value !== (index === 0 ? secret : trimmed))
    .map((variant) => ({ ...variant, advice, fault: "secret" }));
}

function schemeVariants(own: SignatureScheme): Variant<SignatureScheme>[] {
  if (isPublicKeyAlgorithm(own.algorithm) || own.keyed === "text") return [];
  const readings = [undefined, ...keyVariants(own)];
  const texts = [undefined, ...signedVariants(own)];
  const forms = [undefined, ...formVariants(own)];
  return readings.flatMap((key) =>
    texts.flatMap((text) =>
      forms.flatMap((form) => {
        const parts = [key, text, form].filter((part) => part !== undefined);
        if (parts.length === 0) return [];
        const value = Object.assign(
          {},
          own,
          ...parts.map(({ change }) => change),
        ) as SignatureScheme;
        const what = parts.map((part) => part.what).join(", and ");
        return [{ fault: "scheme" as const, what, advice: expectation(own), value }];
      }),
    ),
  );
}

interface Change {
  what: string;
  change: Partial<SignatureScheme>;
}

function keyVariants({ key }: SignatureScheme): Change[] {
  const own = [key.stripPrefix ?? []].flat().at(-1);
  const readings: readonly [what: string, key: SignatureScheme["key"]][] = [
    ["the secret was used as written", { encoding: "utf8" }],
    [
      "the secret was used without whsec_, but not decoded",
      { encoding: "utf8", stripPrefix: "whsec_" },
    ],
    ["the secret was base64-decoded", { encoding: "base64", stripPrefix: "whsec_" }],
    ["the secret was hex-decoded", { encoding: "hex" }],
  ];
  return readings
    .filter(([, other]) => other.encoding !== key.encoding || other.stripPrefix !== own)
    .map(([what, other]) => ({ what, change: { key: other } }));
}

function signedVariants({ signed }: SignatureScheme): Change[] {
  return ["{body}", "{timestamp}.{body}", "{timestamp}{body}", "{id}.{timestamp}.{body}"]
    .filter((text) => text !== signed)
    .map((text) => ({ what: `"${text}" was signed`, change: { signed: text } }));
}

function formVariants({ encoding, extract }: SignatureScheme): Change[] {
  const encodings = (["hex", "base64", "base64url"] as const).filter((other) => other !== encoding);
  const prefix = "prefix" in extract ? (extract.prefix ?? "") : "";
  const bare: Change = {
    what: `"${prefix}" is missing in front of it`,
    change: { extract: { kind: "whole" } },
  };
  const other = encodings.map((one) => ({
    what: `it is written in ${one}`,
    change: { encoding: one },
  }));
  if (prefix === "") return other;
  const both = other.map(({ what, change }) => ({
    what: `${what} and ${bare.what}`,
    change: { ...change, ...bare.change },
  }));
  return [bare, ...other, ...both];
}

function expectation({ algorithm, signed, encoding, key, from }: SignatureScheme): string {
  const reading =
    key.encoding === "utf8" ? "the secret as written" : `the ${key.encoding}-decoded secret`;
  const prefixes = [key.stripPrefix ?? []].flat();
  const stripped = prefixes.length === 0 ? "" : ` (without ${prefixes.join(" or ")})`;
  const join = typeof signed === "object" && "join" in signed ? signed.join : "";
  const text = templatesOf(signed).join(join);
  return `${placeName(from).replace(/^header /, "")} is HMAC-${algorithm.toUpperCase()} over "${text}" with ${reading}${stripped}, in ${encoding}.`;
}
