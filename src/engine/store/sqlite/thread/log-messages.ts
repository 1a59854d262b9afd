// The calls of a log in a file as data, so that they can be asked in another thread, and the words for that.
import type { SealedSecrets } from "../../../inbox/brought.ts";
import type { Inbox } from "../../../inbox/inbox.ts";
import type { Store } from "../../store.ts";
import type { StoreError } from "../../store-error.ts";
import type { SqliteStore } from "../sqlite-store.ts";

export interface LogThreadData {
  /** Of the file. */
  path: string;
  /** The process owns it already, by the thread that starts this one. */
  owned?: boolean;
}

/** What a log in a file is asked; `true` for every call, so that none can be forgotten. */
export const CALLS = {
  store: {
    commit: true,
    claim: true,
    dueTimes: true,
    releaseLeases: true,
    retry: true,
    remove: true,
    discard: true,
    list: true,
    listEvents: true,
    findEvent: true,
    search: true,
    show: true,
    stats: true,
    figures: true,
    totals: true,
    space: true,
    backlog: true,
    endpointStates: true,
    saveEndpointState: true,
    caughtUp: true,
    prune: true,
    ageFigures: true,
    readFeed: true,
    feedStanding: true,
    acknowledge: true,
    giveUpUnread: true,
    turnWaiting: true,
    close: true,
  },
  inbox: {
    accept: true,
    claimRuns: true,
    settleRuns: true,
    noteRun: true,
    noteReading: true,
    sessionLimits: true,
    nextRunDue: true,
    releaseRuns: true,
    findRequest: true,
    listRequests: true,
    searchRequests: true,
    oldestEnded: true,
    pruneRequests: true,
  },
  brought: { keep: true, find: true, forget: true },
} as const satisfies {
  store: Record<keyof Omit<Store, "watch" | "shared" | "sharers">, true>;
  inbox: Record<keyof Inbox, true>;
  brought: Record<keyof SealedSecrets, true>;
};

export type LogPort = keyof typeof CALLS;

export interface LogCall {
  kind: "call";
  id: number;
  port: LogPort;
  method: string;
  args: readonly unknown[];
}

/** An error, as it travels. */
export interface LogFailure {
  /** Of a `StoreError`. */
  code?: StoreError["code"];
  message: string;
}

export type ToLog = { kind: "open" } | LogCall;

export type FromLog =
  /** The thread runs, and opens the file when it is told to. */
  | { kind: "awake" }
  /** The file is open and owned. */
  | { kind: "ready" }
  /** It cannot be, and the thread ends. */
  | { kind: "failed"; failure: LogFailure }
  | { kind: "notice"; message: string }
  | { kind: "answer"; id: number; value: unknown }
  | { kind: "refusal"; id: number; failure: LogFailure };

/** Asks for one of the calls; rejects as the store does. */
export type AskLog = (port: LogPort, method: string, args: readonly unknown[]) => Promise<unknown>;

/** The log's ports, each call of which is one to `ask`. */
export function portsOf(ask: AskLog): SqliteStore {
  return {
    ...(portOf("store", ask) as SqliteStore),
    inbox: portOf("inbox", ask) as SqliteStore["inbox"],
    brought: portOf("brought", ask) as SqliteStore["brought"],
  };
}

function portOf(port: LogPort, ask: AskLog): unknown {
  const methods = Object.keys(CALLS[port]).map((method) => [
    method,
    (...args: readonly unknown[]) => ask(port, method, args),
  ]);
  return Object.fromEntries(methods);
}

/** Answers a call by a log that is open in this thread. */
export function answer(
  store: SqliteStore,
  port: LogPort,
  method: string,
  args: readonly unknown[],
): Promise<unknown> {
  const ports: Record<LogPort, unknown> = { store, inbox: store.inbox, brought: store.brought };
  // The calls are closed in CALLS; TypeScript cannot relate a name to its arguments here.
  const methods = ports[port] as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
  const call = methods[method];
  if (!call) throw new TypeError(`the log has no call ${port}.${method}`);
  return call(...args);
}
