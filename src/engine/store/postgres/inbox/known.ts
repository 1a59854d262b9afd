// What the tables know of what some requests touch: their ids, names, open groups, and the lines of their routes.
import type { Acceptance, NewRequest } from "../../../inbox/inbox.ts";
import { requestStatusCode, requestStatusOf } from "../../rows/requests.ts";
import type { Ask } from "../server/connection.ts";
import { textOf } from "../server/text.ts";
import { keyOf, type Known, type OpenHead } from "./arrivals.ts";
import { digestOf } from "./rows.ts";

export async function readKnown(
  ask: Ask,
  requests: readonly NewRequest[],
  maxWaiting: number,
): Promise<Known> {
  const named = requests.flatMap(({ route, dedupeKeys }) =>
    dedupeKeys.map((name) => ({ route, name })),
  );
  const joining = requests.flatMap(({ route, coalesce }) =>
    coalesce === undefined ? [] : [{ route, name: coalesce.key }],
  );
  const lines = requests.filter(({ status }) => status === "waiting").map(({ route }) => route);
  return {
    answers: await readAnswers(ask, requests),
    names: await readNames(ask, named),
    heads: await readHeads(ask, joining),
    waiting: await readWaiting(ask, [...new Set(lines)], maxWaiting),
  };
}

async function readAnswers(ask: Ask, requests: readonly NewRequest[]): Promise<Known["answers"]> {
  const rows = await ask(
    `SELECT r.id, r.duplicate_of, first.status FROM requests r LEFT JOIN requests first ON first.id = r.duplicate_of
     WHERE r.id = ANY($1)`,
    [requests.map(({ id }) => id)],
  );
  return new Map(
    rows.map((row): [string, Acceptance] => {
      if (row["duplicate_of"] === null) return [String(row["id"]), { kind: "stored" }];
      // The first one has ended and was deleted since.
      const status = row["status"] === null ? "completed" : requestStatusOf(Number(row["status"]));
      return [String(row["id"]), { kind: "duplicate", of: textOf(row["duplicate_of"]), status }];
    }),
  );
}

interface Place {
  route: string;
  name: string;
}

async function readNames(ask: Ask, places: readonly Place[]): Promise<Known["names"]> {
  if (places.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.place, n.request_id, n.expires_at, coalesce(r.status, n.ended_as) AS status
     FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (route, name, place)
     JOIN names n ON n.route = asked.route AND n.name = asked.name LEFT JOIN requests r ON r.id = n.request_id`,
    [places.map(({ route }) => route), places.map(({ name }) => digestOf(name))],
  );
  return new Map(
    rows.map((row) => [
      placeOf(places, row["place"]),
      {
        of: String(row["request_id"]),
        status: requestStatusOf(Number(row["status"])),
        expiresAt: Number(row["expires_at"]),
      },
    ]),
  );
}

/** Locked: a claim that begins the run of one first leaves nothing to join. */
async function readHeads(ask: Ask, places: readonly Place[]): Promise<Known["heads"]> {
  if (places.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.place, head.id, head.group_of, head.members,
       (SELECT first.received_at FROM requests first WHERE first.id = head.group_of) AS first_at
     FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (route, key, place)
     JOIN requests head ON head.route = asked.route AND head.open_key = asked.key FOR UPDATE OF head`,
    [places.map(({ route }) => route), places.map(({ name }) => digestOf(name))],
  );
  return new Map(
    rows.map((row): [string, OpenHead] => [
      placeOf(places, row["place"]),
      {
        id: String(row["id"]),
        groupOf: String(row["group_of"]),
        members: Number(row["members"]),
        firstArrivalAt: Number(row["first_at"]),
      },
    ]),
  );
}

/** Counted up to where it no longer matters. */
async function readWaiting(
  ask: Ask,
  routes: readonly string[],
  maxWaiting: number,
): Promise<Known["waiting"]> {
  if (routes.length === 0) return new Map();
  const rows = await ask(
    `SELECT asked.route, (SELECT count(*) FROM (SELECT 1 FROM requests r WHERE r.route = asked.route
       AND r.status = ${requestStatusCode("waiting")} LIMIT $2) line) AS waiting FROM unnest($1::text[]) asked (route)`,
    [routes, Math.min(maxWaiting + 1000, 1_000_000)],
  );
  return new Map(rows.map((row) => [String(row["route"]), Number(row["waiting"])]));
}

function placeOf(places: readonly Place[], ordinal: unknown): string {
  const place = places[Number(ordinal) - 1];
  return place === undefined ? "" : keyOf(place.route, place.name);
}
