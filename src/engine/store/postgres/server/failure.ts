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
};

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
  const code =
    state === undefined ? wayFailure(error) : (codes[state] ?? codes[state.slice(0, 2)] ?? "io");
  if (code === undefined) return error;
  const of = state === undefined ? "" : `${state} `;
  return new StoreError(code, `PostgreSQL: ${of}${error.message}; ${advice[code] ?? ""}`, {
    cause: error,
  });
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

/** Failures of the network, and what the client says by words alone. */
function wayFailure(error: Error): StoreError["code"] | undefined {
  if ("syscall" in error || "code" in error) return "away";
  return /timeout|terminated|closed|ended|not queryable/i.test(error.message) ? "away" : undefined;
}
