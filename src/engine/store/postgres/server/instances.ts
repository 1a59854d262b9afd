// Who shares the log: each Gateway gives signs of life, and what a silent one had is taken from it.
import type { Ask, Connection } from "./connection.ts";
import { releaseLeases } from "../deliveries/leases.ts";
import type { Instance } from "../../standing.ts";
import { releaseRuns } from "../inbox/runs.ts";

/** A sign of life comes so often, ms. */
export const SIGN_MS = 3000;
/** A Gateway that was silent for so long is gone, ms: a restart of the database and a full pause of a process take less. */
export const GONE_AFTER_MS = 15_000;

/** This Gateway and its start. */
export interface Session {
  instance: string;
  /** Of this start; another one under the same name has another. */
  session: string;
  version: string;
}

/**
 * At a start, before anything is claimed. Another Gateway of this name loses its place.
 * @returns How many share it now, this one included.
 */
export async function join(ask: Ask, { instance, session, version }: Session): Promise<number> {
  await ask(
    `INSERT INTO instances VALUES ($1, $2, $3, now_ms(), now_ms(), false) ON CONFLICT (name) DO UPDATE SET
       session = excluded.session, version = excluded.version, started_at = excluded.started_at,
       seen_at = excluded.seen_at, gone = false`,
    [instance, session, version],
  );
  return countSharers(ask);
}

/** Those that gave a sign of life in time. */
async function countSharers(ask: Ask): Promise<number> {
  const [row] = await ask(
    `SELECT count(*) FROM instances WHERE NOT gone AND seen_at >= now_ms() - ${GONE_AFTER_MS}`,
  );
  return Number(row?.["count"]);
}

/**
 * A sign of life, and a look at the others.
 * @param mayJudge False: the others are left alone.
 * @returns `replaced`: another Gateway has the same name. `taken`: how much of silent ones is due now. `sharers`: how
 * many there are, this one included.
 */
export async function giveSign(
  { transaction }: Connection,
  { instance, session }: Session,
  mayJudge = true,
): Promise<{ replaced: boolean; taken: number; sharers: number }> {
  return transaction(async (ask) => {
    const own = await ask(
      "UPDATE instances SET seen_at = now_ms(), gone = false WHERE name = $1 AND session = $2 RETURNING 1",
      [instance, session],
    );
    let taken = 0;
    const silent = mayJudge
      ? await ask(
          `UPDATE instances SET gone = true WHERE NOT gone AND seen_at < now_ms() - ${GONE_AFTER_MS}
           AND name <> $1 RETURNING name`,
          [instance],
        )
      : [];
    for (const { name } of silent) {
      taken += await releaseLeases(ask, String(name));
      taken += await releaseRuns(ask, String(name));
    }
    return { replaced: own.length === 0, taken, sharers: await countSharers(ask) };
  });
}

/** At an end in order: the others need not wait for it to be silent. */
export async function leave(ask: Ask, { instance, session }: Session): Promise<void> {
  await ask("UPDATE instances SET seen_at = 0 WHERE name = $1 AND session = $2", [
    instance,
    session,
  ]);
}

export async function readInstances(ask: Ask): Promise<Instance[]> {
  const rows = await ask("SELECT * FROM instances ORDER BY name");
  return rows.map((row) => ({
    name: String(row["name"]),
    version: String(row["version"]),
    startedAt: Number(row["started_at"]),
    seenAt: Number(row["seen_at"]),
    gone: row["gone"] === true,
  }));
}
