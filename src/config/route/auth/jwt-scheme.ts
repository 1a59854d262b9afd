// Makes a token scheme of what `auth: { type: "jwt" }` says, defaults included. Verifies nothing.
import type { JwksSourceConfig, JwtAuthConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import type { JwtScheme } from "../../../signature/jwt/jwt.ts";
import type { Published } from "../../../signature/published/published.ts";
import { headerNameProblem } from "../../endpoint/headers.ts";
import type { Problem } from "../../settings.ts";

/** What the definition cannot say. */
export function checkJwt(config: JwtAuthConfig, path: string): Problem[] {
  const { header, algorithms } = config;
  const name = header === undefined ? undefined : headerNameProblem(header);
  const shared = algorithms.filter((one) => one.startsWith("HS"));
  const isMixed = shared.length > 0 && shared.length < algorithms.length;
  return [
    ...(name === undefined ? [] : [{ path: configPath(path, "header"), message: name }]),
    // A public key that also counts as a shared secret lets everybody sign.
    ...(isMixed
      ? [
          {
            path: configPath(path, "algorithms"),
            message: "HS… takes a shared secret, the others a public key; give one kind",
          },
        ]
      : []),
    ...checkKeys(config, path, shared.length > 0),
  ];
}

function checkKeys(
  { secret, jwks, claims = {} }: JwtAuthConfig,
  path: string,
  isShared: boolean,
): Problem[] {
  if (jwks === undefined) {
    const message = '"secret" or "jwks" is missing';
    return secret === undefined ? [{ path, message }] : [];
  }
  const at = configPath(path, "jwks");
  if (secret !== undefined) return [{ path: at, message: 'has no meaning beside "secret"' }];
  if (isShared) {
    return [{ path: at, message: "holds public keys, which HS… algorithms do not take" }];
  }
  const { url } = sourceOf(jwks);
  const parsed = URL.parse(url);
  const where = typeof jwks === "string" ? at : configPath(at, "url");
  if (parsed?.protocol !== "https:" || parsed.username !== "" || parsed.password !== "") {
    return [{ path: where, message: "expected an https address without credentials" }];
  }
  if (Object.keys(claims).length > 0) return [];
  const message =
    '"claims" is missing: whoever has a token of this issuer would be let in; write what must be yours, as claims: {aud: "…"}';
  return [{ path, message }];
}

function sourceOf(jwks: NonNullable<JwtAuthConfig["jwks"]>): JwksSourceConfig {
  return typeof jwks === "string" ? { url: jwks } : jwks;
}

/** Undefined: the route has secrets. */
export function readPublished({ jwks }: JwtAuthConfig): Published | undefined {
  if (jwks === undefined) return undefined;
  const { url, allowPrivateNetwork } = sourceOf(jwks);
  const reach = allowPrivateNetwork === undefined ? {} : { allowPrivateNetwork };
  return { form: "jwks", url: URL.parse(url)?.href ?? url, ...reach };
}

/** The scheme that `config`, found sound, describes. */
export function readJwt(config: JwtAuthConfig): JwtScheme {
  const { header = "authorization", algorithms, claims, bodyHash, id, maxAgeMs } = config;
  return {
    from: { header: header.toLowerCase() },
    algorithms,
    key: { encoding: "utf8" },
    ...(claims !== undefined && { claims }),
    ...(bodyHash !== undefined && {
      bodyHash: {
        claim: bodyHash.claim,
        digest: bodyHash.algorithm ?? "sha256",
        encoding: bodyHash.encoding ?? "hex",
      },
    }),
    ...(id !== undefined && { id: { claim: id } }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
  };
}
