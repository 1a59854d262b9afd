// What a file remembers beside deliveries and requests, into the shared log. Opens no transaction.
import { startOf, WIDTH } from "../../figures/widths.ts";
import { addFigure } from "../../postgres/deliveries/figure-changes.ts";
import { saveState } from "../../postgres/deliveries/standing.ts";
import { lockFeeds, noteLost } from "../../postgres/feed/positions.ts";
import { digestOf } from "../../postgres/inbox/rows.ts";
import type { Ask } from "../../postgres/server/connection.ts";
import { toColumn } from "../../postgres/server/text.ts";
import type { FileEndpoint, FileFigure, FileLimit, FileName } from "../from/memory.ts";

/** Whoever remembers a name for longer is right. Returns how many were new, or longer. */
export async function writeNames(
  ask: Ask,
  names: readonly FileName[],
  shift: number,
): Promise<number> {
  const rows = await ask(
    `INSERT INTO names AS n (route, name, request_id, ended_as, expires_at)
     SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::smallint[], $5::bigint[])
     ON CONFLICT (route, name) DO UPDATE SET request_id = excluded.request_id, ended_as = excluded.ended_as,
       expires_at = excluded.expires_at WHERE n.expires_at < excluded.expires_at RETURNING 1`,
    [
      names.map(({ route }) => route),
      names.map(({ name }) => digestOf(name)),
      names.map(({ requestId }) => requestId),
      names.map(({ endedAs }) => endedAs),
      names.map(({ expiresAt }) => expiresAt + shift),
    ],
  );
  return rows.length;
}

/** What a session is held to: whatever was noted last. Returns how many were new, or later. */
export async function writeLimits(
  ask: Ask,
  limits: readonly FileLimit[],
  shift: number,
): Promise<number> {
  const rows = await ask(
    `INSERT INTO session_limits AS s (session_key, tools, noted_at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
     ON CONFLICT (session_key) DO UPDATE SET tools = excluded.tools, noted_at = excluded.noted_at
       WHERE s.noted_at < excluded.noted_at RETURNING 1`,
    [
      limits.map(({ sessionKey }) => toColumn(sessionKey)),
      limits.map(({ tools }) => tools),
      limits.map(({ notedAt }) => Math.ceil(notedAt) + shift),
    ],
  );
  return rows.length;
}

/** Added to what this Gateway has there already: to be done once. */
export async function addFigures(
  ask: Ask,
  figures: readonly FileFigure[],
  instance: string,
  shift: number,
): Promise<void> {
  const placed = figures.map(({ width, at, endpoint, tally }) => {
    return { width, at: placeOf(width, at + shift), endpoint, instance, tally };
  });
  const rows = await ask(
    `INSERT INTO figures SELECT width, at, endpoint, $1, delivered, failed, dead, latencies
     FROM unnest($2::integer[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bytea[])
       AS f (width, at, endpoint, delivered, failed, dead, latencies)
     ON CONFLICT (width, at, endpoint, instance) DO NOTHING RETURNING width, at, endpoint`,
    [
      instance,
      placed.map(({ width }) => width),
      placed.map(({ at }) => at),
      placed.map(({ endpoint }) => endpoint),
      placed.map(({ tally }) => tally.delivered),
      placed.map(({ tally }) => tally.failed),
      placed.map(({ tally }) => tally.dead),
      placed.map(({ tally }) => Buffer.from(tally.latencies.buffer)),
    ],
  );
  const fresh = new Set(rows.map(keyOf));
  for (const { tally, ...place } of placed) {
    if (!fresh.has(keyOf(place))) await addFigure(ask, place, tally);
  }
}

function keyOf({ width, at, endpoint }: Record<string, unknown>): string {
  return JSON.stringify([width, at, endpoint]);
}

/** The span that most of it lies in, by the other clock. */
function placeOf(width: number, at: number): number {
  return width === WIDTH.ever ? 0 : startOf(at + width / 2, width);
}

/** How they stand, where the shared log does not know that itself. Returns how many were new. */
export async function writeEndpoints(
  ask: Ask,
  endpoints: readonly FileEndpoint[],
  { instance, shift }: { instance: string; shift: number },
): Promise<number> {
  await ask(
    `INSERT INTO counts (instance, endpoint) SELECT $1, unnest($2::text[]) ON CONFLICT (endpoint, instance) DO NOTHING`,
    [instance, endpoints.map(({ name }) => name)],
  );
  const rows = await ask("SELECT name FROM endpoints");
  const known = new Set(rows.map((row) => String(row["name"])));
  const fresh = endpoints.flatMap(({ name, state }) =>
    state === undefined || known.has(name) ? [] : [state],
  );
  for (const state of fresh) await saveState(ask, state, shift);
  return fresh.length;
}

/** Before what is to be read gets its places: a receiver that begins again is told that something is missing. */
export async function noteLosses(ask: Ask, endpoints: readonly FileEndpoint[]): Promise<void> {
  const names = endpoints.filter(({ hasLost }) => hasLost).map(({ name }) => name);
  if (names.length === 0) return;
  await lockFeeds(ask, names);
  const [row] = await ask("SELECT nextval(pg_get_serial_sequence('deliveries', 'seq')) AS place");
  await noteLost(ask, new Map(names.map((name) => [name, Number(row?.["place"])])));
}
