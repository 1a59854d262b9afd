// The log, newest first, by any filter, by an agent or a text; one delivery; and events, oldest first. Reads only.
import { firstIdAt } from "../../../ids.ts";
import type { Delivery } from "../../../record.ts";
import { statusCode } from "../../rows/deliveries.ts";
import type { EventFilter, EventPage, KeptEvent } from "../../kept-events.ts";
import type { ListFilter, SearchFilter, SearchReach, Store } from "../../store.ts";
import { searchNewest, type Page } from "../server/bounded-search.ts";
import type { Ask, Row } from "../server/connection.ts";
import { toColumn } from "../server/text.ts";
import {
  attemptColumns,
  attemptOf,
  deliveryColumns,
  deliveryOf,
  eventColumns,
  eventOf,
  source,
  subjectColumns,
  subjectOf,
} from "./rows.ts";

/** What a text is looked for in: nothing of what was said. */
const texts = ["d.id", "e.id", "d.error", "e.session_key", "e.user_id", "d.endpoint", "d.type"];

/** Sorts after every event's id. */
const END = "evt_g";
const NEWEST: Page = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };
const newestFirst = "ORDER BY d.created_at DESC, d.seq DESC";

export async function listDeliveries(ask: Ask, filter: ListFilter): Promise<Delivery[]> {
  const start = await startOf(ask, filter.before);
  if (start === undefined) return [];
  const { where, values } = conditions(filter, start);
  const rows = await ask(
    `SELECT ${deliveryColumns}, ${subjectColumns} FROM ${source} WHERE ${where} ${newestFirst}
     LIMIT $${values.length + 1}`,
    [...values, filter.limit],
  );
  return rows.map(listed);
}

export async function searchDeliveries(
  ask: Ask,
  filter: SearchFilter,
): Promise<{ deliveries: Delivery[] } & SearchReach> {
  const { agent, text, limit } = filter;
  const wanted = text === undefined ? null : toColumn(text).toLowerCase();
  const read = async (page: Page | undefined, count: number): Promise<Row[]> => {
    const start = page ?? (await startOf(ask, filter.before));
    if (start === undefined) return [];
    const { where, values } = conditions(filter, start);
    const next = values.length;
    const found = texts.map((column) => `strpos(lower(coalesce(${column}, '')), $${next + 2}) > 0`);
    return ask(
      `SELECT d.seq, d.id, d.created_at AS at, ($${next + 1}::text IS NULL OR e.agent_id = $${next + 1})
         AND ($${next + 2}::text IS NULL OR ${found.join(" OR ")}) AS matches
       FROM ${source} WHERE ${where} ${newestFirst} LIMIT $${next + 3}`,
      [...values, agent === undefined ? null : toColumn(agent), wanted, count],
    );
  };
  const { sequences, ...reach } = await searchNewest(limit, read);
  if (sequences.length === 0) return { deliveries: [], ...reach };
  const rows = await ask(
    `SELECT ${deliveryColumns}, ${subjectColumns} FROM ${source} WHERE d.seq = ANY($1) ${newestFirst}`,
    [sequences],
  );
  return { deliveries: rows.map(listed), ...reach };
}

export async function showDelivery(ask: Ask, id: string): ReturnType<Store["show"]> {
  const [row] = await ask(
    `SELECT ${deliveryColumns}, ${eventColumns} FROM ${source} WHERE d.id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const attempts = await ask(
    `SELECT number, ${attemptColumns} FROM attempts WHERE delivery_seq = $1
     UNION ALL SELECT attempts AS number, ${attemptColumns} FROM deliveries WHERE seq = $1 AND attempts > 0
     ORDER BY number`,
    [row["seq"]],
  );
  return {
    delivery: deliveryOf(row),
    event: eventOf(row),
    attempts: attempts.map((attempt) => attemptOf(attempt, id)),
  };
}

export async function listEvents(ask: Ask, filter: EventFilter): Promise<EventPage> {
  const { since = 0, until, after = "", types, endpoint, limit } = filter;
  const end = until === undefined ? END : firstIdAt("evt", until);
  const start = firstIdAt("evt", since);
  const rows = await readEvents(ask, "e.id > $1 AND e.id < $2 ORDER BY e.id LIMIT $3", [
    after > start ? after : start,
    end,
    limit,
  ]);
  const found = rows
    .map(kept)
    .filter(({ event }) => types === undefined || types.includes(event.type))
    .filter(({ endpoints }) => endpoint === undefined || endpoints.includes(endpoint));
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { found, ...(last !== undefined && { next: String(last["event_id"]) }) };
}

export async function findEvent(ask: Ask, id: string): Promise<KeptEvent | undefined> {
  const [row] = await readEvents(ask, "e.id = $1", [id]);
  return row && kept(row);
}

function readEvents(ask: Ask, where: string, values: readonly unknown[]): Promise<Row[]> {
  return ask(
    `SELECT ${eventColumns}, ARRAY(SELECT d.endpoint FROM deliveries d WHERE d.event_seq = e.seq
       GROUP BY d.endpoint ORDER BY min(d.seq)) AS endpoints FROM events e WHERE ${where}`,
    values,
  );
}

function kept(row: Row): KeptEvent {
  return { event: eventOf(row), endpoints: row["endpoints"] as string[] };
}

function listed(row: Row): Delivery {
  return { ...deliveryOf(row), ...subjectOf(row) };
}

/** Ids sort by time: where a pruned one stood is known from its neighbour. Undefined = before all. */
async function startOf(ask: Ask, before: string | undefined): Promise<Page | undefined> {
  if (before === undefined) return NEWEST;
  const [row] = await ask(
    "SELECT id, created_at, seq FROM deliveries WHERE id <= $1 ORDER BY id DESC LIMIT 1",
    [before],
  );
  if (row === undefined) return undefined;
  return {
    at: Number(row["created_at"]),
    seq: Number(row["seq"]) + (row["id"] === before ? 0 : 1),
  };
}

function conditions(filter: ListFilter, { at, seq }: Page): { where: string; values: unknown[] } {
  const parts = ["(d.created_at, d.seq) < ($1::bigint, $2::bigint)"];
  const values: unknown[] = [at, seq];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    parts.push(condition.replace("?", `$${values.length}`));
  };
  const { status, endpoint, eventType, eventId, instance, since, until } = filter;
  if (status !== undefined) add("d.status = ANY(?::smallint[])", status.map(statusCode));
  if (endpoint !== undefined) add("d.endpoint = ANY(?::text[])", [endpoint].flat());
  if (eventType !== undefined) add("d.type = ANY(?::text[])", [eventType].flat());
  if (eventId !== undefined) add("e.id = ?", eventId);
  if (instance !== undefined) add("d.instance = ?", toColumn(instance));
  if (since !== undefined) add("d.created_at >= ?", Math.ceil(since));
  if (until !== undefined) add("d.created_at < ?", Math.ceil(until));
  return { where: parts.join(" AND "), values };
}
