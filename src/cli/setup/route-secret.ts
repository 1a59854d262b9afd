// Makes a secret for the callers of a route, in the form that the sender's scheme reads. Prints and stores nothing.
import { randomBytes } from "node:crypto";
import { schemesOf, type Preset } from "../../inbound/proof/presets/preset.ts";
import { isPublicKeyAlgorithm } from "../../signature/scheme.ts";
import { Failure } from "../failure.ts";
import { readSecretWish } from "./secret-wish.ts";

const BYTES = 32;

/** `--secret` of a route; `preset` absent: a bearer token. Throws `Failure` where the sender makes the secret. */
export function routeSecret(
  given: string,
  preset: Preset | undefined,
): { secret?: unknown; fresh?: string } {
  const wish = readSecretWish(given);
  if (wish.kind === "none") return {};
  if (wish.kind === "reference") return { secret: wish.value };
  const fresh = preset === undefined ? randomBytes(BYTES).toString("base64url") : madeFor(preset);
  return { secret: fresh, fresh };
}

function madeFor(preset: Preset): string {
  const [scheme] = schemesOf(preset);
  const isTheirs =
    preset.secretForm !== undefined ||
    preset.published !== undefined ||
    (scheme !== undefined && isPublicKeyAlgorithm(scheme.algorithm));
  if (isTheirs)
    throw new Failure(
      "misuse",
      `--secret: ${preset.title} gives its own${preset.secretForm === undefined ? "" : ` (${preset.secretForm})`}; env:NAME names the variable that holds it`,
    );
  // Text is taken as it is, so that hex does for both.
  if (scheme?.key.encoding !== "base64") return randomBytes(BYTES).toString("hex");
  const prefixes = [scheme.key.stripPrefix ?? []].flat();
  const prefix = prefixes.includes("whsec_") ? "whsec_" : "";
  return prefix + randomBytes(BYTES).toString("base64");
}
