// A secret as it is asked for on a command line. Looks none up.
import { readReference } from "../../config/change/secret.ts";
import { Failure } from "../failure.ts";

/** `reference`: what goes into the config, `${NAME}` or a SecretRef. */
export type SecretWish =
  | { kind: "auto" }
  | { kind: "none" }
  | { kind: "reference"; value: string | object };

/** Throws `Failure` "misuse": a secret itself would stay in the shell's history. */
export function readSecretWish(text: string): SecretWish {
  if (text === "auto" || text === "none") return { kind: text };
  const value = readReference(text);
  if (value !== undefined) return { kind: "reference", value };
  throw new Failure(
    "misuse",
    "--secret: write auto, none, env:NAME, file:<provider>:<id>, exec:<provider>:<id>, store:<provider>:<id> or '${NAME}'; the secret itself would stay in the shell's history",
  );
}
