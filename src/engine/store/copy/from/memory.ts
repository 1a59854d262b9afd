// What a file remembers beside deliveries and requests. Changes nothing.
import type { DatabaseSync } from "node:sqlite";
import type { EndpointState } from "../../store.ts";
import type { Tally } from "../../figures/tally.ts";
import { optionalNumber, optionalText } from "../../rows/optional-columns.ts";
import { isEnded, requestStatusCode, requestStatuses } from "../../rows/requests.ts";
import { tallyColumns, tallyOf } from "../../sqlite/figures/rows.ts";

export interface FileName {
  route: string;
  name: string;
  requestId: string;
  /** Code of the status that its request ended with; null = it has not. */
  endedAs: number | null;
  expiresAt: number;
}

export interface FileLimit {
  sessionKey: string;
  tools: string;
  notedAt: number;
}

export interface FileFigure {
  width: number;
  at: number;
  endpoint: string;
  tally: Tally;
}

/** How far a feed lost something that its receiver may not have been told of. */
export interface FileEndpoint {
  name: string;
  state?: EndpointState;
  hasLost: boolean;
}

const ENDED = requestStatuses.filter(isEnded).filter((status) => status !== "merged");
const ended = ENDED.map(requestStatusCode).join(", ");

/** Whose request has ended, and the rest. */
const CONDITIONS = {
  ended: `ifnull(r.status IN (${ended}), 1)`,
  active: `r.status NOT IN (${ended})`,
} as const;

/** Names that are still remembered at `now`, in their order. */
export function* readNames(
  db: DatabaseSync,
  which: keyof typeof CONDITIONS,
  now: number,
): Generator<FileName> {
  const rows = db.prepare(
    `SELECT n.*, CASE WHEN r.status IN (${ended}) THEN r.status ELSE n.ended_as END AS as_of_now
     FROM request_names n LEFT JOIN requests r ON r.id = n.request_id
     WHERE ${CONDITIONS[which]} AND n.expires_at > ? ORDER BY n.route, n.name`,
  );
  for (const row of rows.iterate(now)) {
    yield {
      route: String(row["route"]),
      name: String(row["name"]),
      requestId: String(row["request_id"]),
      endedAs: row["as_of_now"] === null ? null : Number(row["as_of_now"]),
      expiresAt: Number(row["expires_at"]),
    };
  }
}

export function* readLimits(db: DatabaseSync): Generator<FileLimit> {
  for (const row of db.prepare("SELECT * FROM session_limits").iterate()) {
    yield {
      sessionKey: String(row["session_key"]),
      tools: String(row["tools"]),
      notedAt: Number(row["noted_at"]),
    };
  }
}

export function* readFigures(db: DatabaseSync): Generator<FileFigure> {
  const rows = db.prepare(
    `SELECT f.width, f.at, n.name, ${tallyColumns.replaceAll(/\w+/g, "f.$&")}
     FROM figures f JOIN endpoints n ON n.id = f.endpoint_id`,
  );
  for (const row of rows.iterate()) {
    const [width, at] = [Number(row["width"]), Number(row["at"])];
    yield { width, at, endpoint: String(row["name"]), tally: tallyOf(row) };
  }
}

/** All that ever had a delivery. */
export function readEndpoints(db: DatabaseSync): FileEndpoint[] {
  const rows = db
    .prepare(
      `SELECT e.*, ifnull(f.lost > f.acknowledged, 0) AS has_lost
       FROM endpoints e LEFT JOIN feeds f ON f.endpoint_id = e.id ORDER BY e.name`,
    )
    .all();
  return rows.map((row) => {
    const name = String(row["name"]);
    const state = {
      ...optionalText("disabledReason", row["disabled_reason"]),
      ...optionalText("pausedReason", row["paused_reason"]),
      ...optionalNumber("notBefore", row["not_before"]),
      ...optionalNumber("pauses", row["pauses"]),
      ...optionalNumber("failingSince", row["failing_since"]),
    };
    const hasState = Object.keys(state).length > 0;
    return {
      name,
      hasLost: row["has_lost"] === 1,
      ...(hasState && { state: { name, ...state, ...optionalText("urlHash", row["url_hash"]) } }),
    };
  });
}

/** Routes whose sender has brought a secret. */
export function readSecretRoutes(db: DatabaseSync): string[] {
  const rows = db.prepare("SELECT route FROM brought_secrets ORDER BY route").all();
  return rows.map((row) => String(row["route"]));
}
