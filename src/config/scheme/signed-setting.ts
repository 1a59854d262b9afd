// Reads and checks `signed` of a scheme given as data: which parts of a request are signed. Verifies nothing.
import type { HmacAuthConfig, SchemeSignatureConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { suggestion } from "../../language/nearest.ts";
import { isPublicKeyAlgorithm, type SignatureScheme } from "../../signature/scheme.ts";
import {
  PART_NAMES,
  partsOf,
  templatesOf,
  unknownParts,
  type Part,
} from "../../signature/signed-text.ts";
import type { Problem } from "../settings.ts";

/** What either end of a signature says of it. */
export type SchemeConfig = Omit<SchemeSignatureConfig, "type" | "secret"> &
  Pick<HmacAuthConfig, "each">;

/** Parts that are the same in every request; a text of nothing else has one signature for ever. */
const CONSTANT: ReadonlySet<Part["name"]> = new Set(["url", "path", "method", "secret"]);

/** A timestamp that travels beside the body is worth nothing unless it is signed with it. */
export function signedOf({ signed, timestamp }: SchemeConfig): SignatureScheme["signed"] {
  if (typeof signed === "string") return signed;
  if (signed !== undefined) return { sorted: signed, join: "" };
  const isBeside =
    timestamp !== undefined && (typeof timestamp === "string" || timestamp.body === undefined);
  return isBeside ? "{timestamp}.{body}" : "{body}";
}

export function checkSigned(config: SchemeConfig, path: string): Problem[] {
  const at = configPath(path, "signed");
  const signed = signedOf(config);
  const unknown = templatesOf(signed).flatMap(unknownParts)[0];
  if (unknown !== undefined) {
    const near = suggestion(unknown, PART_NAMES);
    return [{ path: at, message: `unknown part "{${unknown.slice(0, 80)}}"${near}` }];
  }
  const parts = partsOf(signed);
  if (parts.every(({ name }) => CONSTANT.has(name))) {
    return [{ path: at, message: "covers nothing of the request; put {body} into it" }];
  }
  if (parts.some(({ name, of }) => name === "bodyHash" && of === "crc32")) {
    const message =
      "holds {bodyHash.crc32}, which anybody can keep while the body changes; write {body} or {bodyHash.sha256}";
    return [{ path: at, message }];
  }
  const isPublic = isPublicKeyAlgorithm(config.algorithm ?? "sha256");
  if (isPublic && parts.some(({ name }) => name === "secret")) {
    return [{ path: at, message: "holds {secret}, which a public key is not" }];
  }
  const needed: readonly [Part["name"], keyof SchemeConfig][] = [
    ["timestamp", "timestamp"],
    ["id", "id"],
    ["url", "url"],
    ["fields", "fields"],
    ["part", "part"],
  ];
  return needed
    .filter(
      ([name, setting]) =>
        parts.some((part) => part.name === name) && config[setting] === undefined,
    )
    .map(([name, setting]) => ({
      path: at,
      message: `holds {${name}${name === "part" ? ".…" : ""}}, but "${setting}" is missing`,
    }));
}
