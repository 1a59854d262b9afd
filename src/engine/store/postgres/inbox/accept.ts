// New requests into their tables: what they touch is read, decided about, and written, in one transaction.
import type { Acceptance, NewRequest } from "../../../inbox/inbox.ts";
import { keptBytes } from "../../../inbox/kept-bytes.ts";
import { refusedCode } from "../../rows/requests.ts";
import { requestStatusCode } from "../../rows/requests.ts";
import type { Ask } from "../server/connection.ts";
import { decide, keyOf, type Arrivals } from "./arrivals.ts";
import { insertEntries } from "./insert.ts";
import { readKnown } from "./known.ts";
import { shrinkRefused } from "./refused.ts";
import { digestOf } from "./rows.ts";

/** First half of the advisory locks of routes. */
const ROUTE_LOCK = 0x6f_63_77_69;

export interface Bounds {
  maxWaiting: number;
  maxRejectedBytes: number;
}

/** `requests` have the server's times already. Answers in their order. */
export async function acceptRequests(
  ask: Ask,
  requests: readonly NewRequest[],
  { maxWaiting, maxRejectedBytes }: Bounds,
  instance: string,
): Promise<Acceptance[]> {
  const all = requests.flatMap((request) => [request, ...(request.items ?? [])]);
  // One arrival after another for each route, whichever Gateway it came to: repeats, joins and the bound of the line
  // need no other rule.
  await lockRoutes(ask, all);
  const known = await readKnown(ask, all, maxWaiting);
  const arrivals = decide(requests, known, maxWaiting);
  await write(ask, arrivals, instance);
  await countRefused(ask, arrivals, maxRejectedBytes);
  return arrivals.acceptances;
}

export async function lockRoutes(
  ask: Ask,
  requests: readonly Pick<NewRequest, "route">[],
): Promise<void> {
  const routes = [...new Set(requests.map(({ route }) => route))].toSorted();
  await ask(
    "SELECT pg_advisory_xact_lock($1, hashtext(route)) FROM (SELECT unnest($2::text[]) AS route ORDER BY 1) asked",
    [ROUTE_LOCK, routes],
  );
}

async function write(ask: Ask, arrivals: Arrivals, instance: string): Promise<void> {
  const { merged, closed, named } = arrivals;
  if (merged.length > 0) {
    await ask(
      `UPDATE requests r SET status = ${requestStatusCode("merged")}, wake_at = NULL, open_key = NULL,
         updated_at = m.at FROM unnest($1::text[], $2::bigint[]) AS m (id, at) WHERE r.id = m.id`,
      [merged.map(({ id }) => id), merged.map(({ at }) => at)],
    );
  }
  if (closed.length > 0) {
    await ask("UPDATE requests SET open_key = NULL WHERE id = ANY($1)", [closed]);
  }
  await insertEntries(ask, arrivals.entries, instance);
  // Each name once, as its last request remembers it.
  const names = new Map(
    named.flatMap((request) =>
      request.dedupeKeys.map((name) => [keyOf(request.route, name), { request, name }]),
    ),
  );
  if (names.size === 0) return;
  const rows = [...names.values()];
  await ask(
    `INSERT INTO names (route, name, request_id, expires_at)
     SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[], $4::bigint[])
     ON CONFLICT (route, name) DO UPDATE SET request_id = excluded.request_id, expires_at = excluded.expires_at,
       ended_as = NULL`,
    [
      rows.map(({ request }) => request.route),
      rows.map(({ name }) => digestOf(name)),
      rows.map(({ request }) => request.id),
      rows.map(({ request }) => Math.ceil(request.receivedAt + request.dedupeForMs)),
    ],
  );
}

async function countRefused(ask: Ask, { entries }: Arrivals, maxBytes: number): Promise<void> {
  const bytes = new Map<number, number>();
  for (const { request } of entries) {
    if (request.refused === undefined) continue;
    const code = refusedCode(request.refused);
    bytes.set(code, (bytes.get(code) ?? 0) + keptBytes(request));
  }
  if (bytes.size === 0) return;
  for (const [code, added] of [...bytes].toSorted(([one], [other]) => one - other)) {
    await ask("UPDATE refused_bytes SET bytes = bytes + $1 WHERE refused = $2", [added, code]);
  }
  await shrinkRefused(ask, maxBytes, entries.length * 256);
}
