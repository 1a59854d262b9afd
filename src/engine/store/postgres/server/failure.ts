// What PostgreSQL and the way to it report, as the port's StoreError. Decides nothing else.
import { StoreError } from "../../store-error.ts";

/**
 * By SQLSTATE or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html. A server that shuts down,
 * starts, or is a standby is away: the same question is right again once it is back.
 */
const codes: Record<string, StoreError["code"]> = {
  "08": "away",
  "57P01": "away",
  "57P02": "away",
  "57P03": "away",
  "57014": "away",
  "25006": "away",
  "25P03": "away",
  "53": "away",
  "53100": "full",
  "28": "denied",
  "42501": "denied",
  "3D000": "denied",
  "3F000": "denied",
  "58": "io",
  XX: "corrupt",
};

const advice: Partial<Record<StoreError["code"], string>> = {
  away: "it is tried again by itself; check that the server runs and can be reached",
  full: "the server's disk is full; make room, and deliveries go on",
  denied: "check the name, the password and the rights of the role in store.url",
  io: "the server could not read or write; see its log",
  corrupt: "the server reports damage; see its log",
  untrusted: "put the certificate of the server's issuer into store.ca",
};

/** More precisely, by SQLSTATE. */
const adviceOf: Record<string, string> = {
  "28P01": "the role or its password is wrong: check the role in store.url, and store.password",
  "28000":
    "the server lets nobody in this way: check the role in store.url, sslmode, and its pg_hba.conf",
  "3D000": "check the database in store.url, or make it",
  "3F000": "check store.schema, or make it",
  "42501":
    "give the role its schema: CREATE SCHEMA … AUTHORIZATION the role; docs/store.md tells the rights it needs",
};

/** What Node says of a certificate that it does not take, https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
const CERTIFICATE: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    "write the name in store.url that the server's certificate has, or give it a certificate with this name",
  CERT_HAS_EXPIRED: "the server's certificate, or its issuer's, has expired: renew it",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet: check the clocks",
  SELF_SIGNED_CERT_IN_CHAIN: `the issuer is not known: ${advice.untrusted}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `it is signed by itself: ${advice.untrusted}`,
  UNABLE_TO_GET_ISSUER_CERT: `the issuer is not known: ${advice.untrusted}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `the issuer is not known: ${advice.untrusted}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `the issuer is not known: ${advice.untrusted}`,
  CERT_SIGNATURE_FAILURE: `another issuer of that name made it: ${advice.untrusted}`,
};

/** What the client says by words alone, and stays so until the settings or the server are changed. */
const WORDS: readonly (readonly [RegExp, StoreError["code"], string])[] = [
  [
    /does not support SSL/,
    "untrusted",
    "turn TLS on at the server (ssl = on), or write sslmode=disable in store.url",
  ],
  [/password must be a/, "denied", "the server wants a password: set store.password"],
];

/**
 * Another try of the whole transaction is what helps: a deadlock, a serialization failure, or an event that got a
 * delivery from another Gateway while it was deleted as one without.
 */
export function isWorthAnother(error: unknown): boolean {
  const state = stateOf(error);
  return state === "40P01" || state === "40001" || state === "23503";
}

/** A value that the server will never take: no failure of the storage, and no other try helps. */
const OF_THE_VALUE = new Set(["22", "23"]);

/**
 * The same failure as `StoreError`; anything that does not come from the server or the network, or is a fault of what
 * was to be stored, comes back as it is.
 */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  const state = stateOf(error);
  if (state !== undefined && OF_THE_VALUE.has(state.slice(0, 2))) return error;
  if (state === undefined) return wayFailure(error);
  const code = codes[state] ?? codes[state.slice(0, 2)] ?? "io";
  return failure(code, `${state} ${error.message}`, adviceOf[state], error);
}

function failure(
  code: StoreError["code"],
  what: string,
  remedy: string | undefined,
  cause: Error,
): StoreError {
  return new StoreError(code, `PostgreSQL: ${what}; ${remedy ?? advice[code] ?? ""}`, { cause });
}

/** The server itself said no: the connection is good. */
export function isAnswer(error: unknown): boolean {
  return stateOf(error) !== undefined;
}

/** SQLSTATE: five characters that the server said, and no code of the operating system. */
function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("severity" in error)) return undefined;
  return typeof error.code === "string" && error.code.length === 5 ? error.code : undefined;
}

/** Failures of the network and of TLS, and what the client says by words alone; anything else as it is. */
function wayFailure(error: Error): Error {
  const { message } = error;
  const certificate = "code" in error ? CERTIFICATE[String(error.code)] : undefined;
  if (certificate !== undefined) return failure("untrusted", message, certificate, error);
  const said = WORDS.find(([words]) => words.test(message));
  if (said !== undefined) return failure(said[1], message, said[2], error);
  const isAway =
    "syscall" in error ||
    "code" in error ||
    /timeout|terminated|closed|ended|not queryable/i.test(message);
  return isAway ? failure("away", message, undefined, error) : error;
}
