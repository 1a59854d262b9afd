// The record of requests: newest first by any filter, by an agent or a text, or one of them. Reads only.
import type { RequestFilter, RequestSearch, StoredRequest } from "../../../inbox/inbox.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { SearchReach } from "../../store.ts";
import { searchNewest, type Page } from "../server/bounded-search.ts";
import type { Ask, Row } from "../server/connection.ts";
import { toColumn } from "../server/text.ts";
import { contentColumns, requestColumns, requestOf } from "./rows.ts";

/** What a text is looked for in: nothing of what was said. */
const texts = ["id", "route", "peer", "error", "run_id", "duplicate_of", "verdicts", "session_key"];

export async function findRequest(ask: Ask, id: string): Promise<StoredRequest | undefined> {
  const [row] = await ask(
    `SELECT ${requestColumns}, ${contentColumns} FROM requests r WHERE r.id = $1`,
    [id],
  );
  return row && listed(row);
}

export async function listRequests(ask: Ask, filter: RequestFilter): Promise<StoredRequest[]> {
  const start = await startOf(ask, filter.before);
  if (start === undefined) return [];
  const { where, values } = conditions(filter, start);
  const rows = await ask(
    `SELECT ${requestColumns} FROM requests r WHERE ${where} ORDER BY r.received_at DESC, r.seq DESC
     LIMIT $${values.length + 1}`,
    [...values, filter.limit],
  );
  return rows.map(listed);
}

export async function searchRequests(
  ask: Ask,
  filter: RequestSearch,
): Promise<{ requests: StoredRequest[] } & SearchReach> {
  const { agent, text, limit } = filter;
  const wanted = text === undefined ? null : toColumn(text).toLowerCase();
  const found = texts
    .map((column) => `strpos(lower(coalesce(r.${column}, '')), $T) > 0`)
    .join(" OR ");
  const read = async (start: Page | undefined, rows: number): Promise<Row[]> => {
    const from = start ?? (await startOf(ask, filter.before));
    if (from === undefined) return [];
    const { where, values } = conditions(filter, from);
    const next = values.length;
    return ask(
      `SELECT r.seq, r.id, r.received_at AS at, ($${next + 1}::text IS NULL OR r.agent_id = $${next + 1})
         AND ($${next + 2}::text IS NULL OR ${found.replaceAll("$T", `$${next + 2}`)}) AS matches
       FROM requests r WHERE ${where} ORDER BY r.received_at DESC, r.seq DESC LIMIT $${next + 3}`,
      [...values, agent === undefined ? null : toColumn(agent), wanted, rows],
    );
  };
  const { sequences, ...reach } = await searchNewest(limit, read);
  if (sequences.length === 0) return { requests: [], ...reach };
  const rows = await ask(
    `SELECT ${requestColumns} FROM requests r WHERE r.seq = ANY($1) ORDER BY r.received_at DESC, r.seq DESC`,
    [sequences],
  );
  return { requests: rows.map(listed), ...reach };
}

function listed(row: Row): StoredRequest {
  return { ...requestOf(row), instance: String(row["instance"]) };
}

const NEWEST: Page = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

/** Ids sort by time: where a pruned one stood is known from its neighbour. Undefined = before all. */
async function startOf(ask: Ask, before: string | undefined): Promise<Page | undefined> {
  if (before === undefined) return NEWEST;
  const [row] = await ask(
    "SELECT id, received_at, seq FROM requests WHERE id <= $1 ORDER BY id DESC LIMIT 1",
    [before],
  );
  if (row === undefined) return undefined;
  return {
    at: Number(row["received_at"]),
    seq: Number(row["seq"]) + (row["id"] === before ? 0 : 1),
  };
}

function conditions(
  { status, route, instance, since, until }: RequestFilter,
  { at, seq }: Page,
): { where: string; values: unknown[] } {
  const parts = ["(r.received_at, r.seq) < ($1::bigint, $2::bigint)"];
  const values: unknown[] = [at, seq];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    parts.push(condition.replace("?", `$${values.length}`));
  };
  if (status !== undefined) add("r.status = ANY(?::smallint[])", status.map(requestStatusCode));
  if (route !== undefined) add("r.route = ?", route);
  if (instance !== undefined) add("r.instance = ?", toColumn(instance));
  if (since !== undefined) add("r.received_at >= ?", Math.ceil(since));
  if (until !== undefined) add("r.received_at < ?", Math.ceil(until));
  return { where: parts.join(" AND "), values };
}
