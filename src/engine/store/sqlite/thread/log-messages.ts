// The words between the engine's thread and its log's. Types, and the calls that there are.
import type { SealedSecrets } from "../../../inbox/brought.ts";
import type { Inbox } from "../../../inbox/inbox.ts";
import type { Store } from "../../store.ts";
import type { StoreError } from "../../store-error.ts";

export interface LogThreadData {
  /** Of the file. */
  path: string;
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

export type FromLog =
  /** The file is open and owned. */
  | { kind: "ready" }
  /** It cannot be, and the thread ends. */
  | { kind: "failed"; failure: LogFailure }
  | { kind: "notice"; message: string }
  | { kind: "answer"; id: number; value: unknown }
  | { kind: "refusal"; id: number; failure: LogFailure };
