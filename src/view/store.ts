// Where the log is and who shares it, as rows for a person. Asks nobody.
import type { StoreStanding } from "../engine/store/standing.ts";
import { isoTime } from "./time.ts";

export interface StoreView {
  kind: "file" | "postgres";
  /** Bytes on the disk, and of them those in use. */
  bytes?: number;
  usedBytes?: number;
  /** Host, port and database. */
  server?: string;
  schema?: string;
  /** Why the server cannot be reached. */
  away?: string;
  /** Commits in this Gateway's spool, to be told to the server. */
  spooled?: number;
  /** Changes of the others are heard at once; false: they are looked for every few seconds. */
  hears?: boolean;
  instances?: {
    instanceId: string;
    version: string;
    startedAt: string;
    seenAt: string;
    gone: boolean;
    self: boolean;
  }[];
}

export function storeView({ shared, ...space }: StoreStanding): StoreView {
  if (shared === undefined) return { kind: "file", ...space };
  const { instance, instances, ...where } = shared;
  return {
    kind: "postgres",
    ...space,
    ...where,
    instances: instances.map(({ name, version, startedAt, seenAt, gone }) => ({
      instanceId: name,
      version,
      startedAt: isoTime(startedAt),
      seenAt: isoTime(seenAt),
      gone,
      self: name === instance,
    })),
  };
}
