// Makes a token scheme of what `auth: { type: "jwt" }` says, defaults included. Verifies nothing.
import type { JwtAuthConfig } from "../../../generated/config.ts";
import { configPath } from "../../../language/config-path.ts";
import type { JwtScheme } from "../../../signature/jwt/jwt.ts";
import { headerNameProblem } from "../../endpoint/headers.ts";
import type { Problem } from "../../settings.ts";

/** What the definition cannot say. */
export function checkJwt({ header, algorithms }: JwtAuthConfig, path: string): Problem[] {
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
  ];
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
