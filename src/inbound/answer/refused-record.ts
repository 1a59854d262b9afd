// What is kept of a request that started nothing: enough to look into it, too little to fill a disk.
import { createHash } from "node:crypto";
import type { NewRequest } from "../../engine/inbox/inbox.ts";

/** Stands for a value that was sent and is not kept. */
export const NOT_KEPT = "[not kept]";

/** Say what a sender is and nothing of what it says. */
const HARMLESS = new Set(["content-type", "content-length", "content-encoding", "user-agent"]);
/** How far a sender's clock is off is the first question about a refused signature. */
const TIME = /^[\dTZ:.+-]{1,40}$/;

const MAX_NAMES = 64;
const MAX_NAME_LENGTH = 100;
const MAX_VALUE_LENGTH = 200;
const MAX_DETAIL_LENGTH = 500;
const MAX_URL_PART_LENGTH = 100;

export interface Refusal {
  rawBody: Uint8Array;
  /** Its sender has shown a secret, or is a program of this machine: a stranger could not have sent it. */
  proven: boolean;
  /** `log.keepRejectedBodies` */
  keepBodies: boolean;
}

/**
 * A request that was turned away, or answered without a run, as the log keeps it. Of a proven sender everything
 * is kept: it can be run again. Of anybody else names, the body's hash and the verdicts, unless more was asked for.
 */
export function refusedRecord(record: NewRequest, refusal: Refusal): NewRequest {
  if (refusal.proven) return { ...record, refused: "proven" };
  if (refusal.keepBodies) return { ...record, refused: "unproven" };
  const { body: _none, ...rest } = record;
  const { rawBody } = refusal;
  const sha256 = createHash("sha256").update(rawBody).digest("hex");
  return {
    ...rest,
    refused: "unproven",
    method: record.method.slice(0, MAX_URL_PART_LENGTH),
    peer: record.peer.slice(0, MAX_URL_PART_LENGTH),
    headers: named(record.headers, harmless),
    query: named(record.query, () => NOT_KEPT),
    verdicts: record.verdicts.map((verdict) =>
      verdict.detail === undefined
        ? verdict
        : { ...verdict, detail: verdict.detail.slice(0, MAX_DETAIL_LENGTH) },
    ),
    ...(rawBody.byteLength > 0 && { bodyHash: { sha256, bytes: rawBody.byteLength } }),
  };
}

function named(
  values: Readonly<Record<string, string>>,
  keep: (name: string, value: string) => string,
): Record<string, string> {
  const entries = Object.entries(values).slice(0, MAX_NAMES);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.slice(0, MAX_NAME_LENGTH), keep(name, value)]),
  );
}

function harmless(name: string, value: string): string {
  const isTime = name.endsWith("timestamp") && TIME.test(value);
  return isTime || HARMLESS.has(name) ? value.slice(0, MAX_VALUE_LENGTH) : NOT_KEPT;
}
