// The words between the Gateway's thread and the engine's thread. Types and nothing else.
import type { StoreSettings } from "../../config/settings.ts";
import type { EngineCalls } from "../calls.ts";
import type { EventRecord } from "../record.ts";
import type { EndpointChange, Notice, Settled } from "../signals.ts";

/** What the thread is started with. */
export interface ThreadData {
  /** The database file. */
  path: string;
  userAgent: string;
  /** The log that this Gateway shares with others, in place of the file. */
  shared?: SharedStore;
  /** Where the Gateway listens: never a target. */
  ownListeners: readonly { address: string; port: number }[];
  /** Entry of the file's thread; default: the package's own. */
  logWorkerUrl?: string;
}

export interface SharedStore {
  /** `problem`: it cannot be used; what is captured is kept until it can. */
  settings: StoreSettings | { problem: string };
  /** Name of this Gateway among the others. */
  instance: string;
}

/** Calls that travel as a question and an answer; `capture` has its own words. */
export type CallName = Exclude<keyof EngineCalls, "capture">;

export type CallOf<Name extends CallName> = {
  kind: "call";
  id: number;
  method: Name;
  args: Parameters<EngineCalls[Name]>;
};

export type ToThread =
  | { kind: "capture"; batch: number; records: readonly EventRecord[]; again: boolean }
  | { [Name in CallName]: CallOf<Name> }[CallName];

export type FromThread =
  /** The engine runs; captures and calls may come. */
  | { kind: "ready" }
  /** The engine cannot run: why, and the thread ends. */
  | { kind: "failed"; code: string; message: string }
  /** All records of this batch are durable. */
  | { kind: "committed"; batch: number }
  | { kind: "answer"; id: number; value: unknown }
  | { kind: "refusal"; id: number; code: string; message: string }
  | { kind: "settled"; counts: Settled }
  | { kind: "endpoint"; change: EndpointChange }
  | { kind: "feed"; endpoints: readonly string[] }
  | { kind: "storage"; message: string | undefined }
  | { kind: "stirred" }
  | { kind: "notice"; notice: Notice };
