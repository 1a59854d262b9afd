// How many of each there are: collected over a transaction, and added to the rows of this Gateway alone, so that no two
// Gateways wait for one row. The sum over all of them is right, whoever settled or deleted what another had made.
import type { DeliveryStatus } from "../../../record.ts";
import type { Counts, EndpointCounts } from "../../stats.ts";
import type { Ask } from "../server/connection.ts";

const none = (): EndpointCounts => ({ pending: 0, failed: 0, delivered: 0, dead: 0 });

export class CountChanges {
  readonly #endpoints = new Map<string, EndpointCounts>();
  #events = 0;
  #bytes = 0;

  add(endpoint: string, status: DeliveryStatus, by: number): void {
    const counts = this.#endpoints.get(endpoint) ?? none();
    counts[status] += by;
    this.#endpoints.set(endpoint, counts);
  }

  move(endpoint: string, from: DeliveryStatus, to: DeliveryStatus): void {
    this.add(endpoint, from, -1);
    this.add(endpoint, to, 1);
  }

  /** `bytes`: of their JSON. */
  addEvents(count: number, bytes: number): void {
    this.#events += count;
    this.#bytes += bytes;
  }

  /** The last step of a transaction: its rows are locked for the shortest time. */
  async write(ask: Ask, instance: string): Promise<void> {
    const changes = [...this.#endpoints]
      .filter(([, counts]) => Object.values(counts).some((count) => count !== 0))
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (changes.length > 0) {
      const column = (status: DeliveryStatus) => changes.map(([, counts]) => counts[status]);
      await ask(
        `INSERT INTO counts AS c (instance, endpoint, pending, failed, delivered, dead)
         SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
         ON CONFLICT (endpoint, instance) DO UPDATE SET pending = c.pending + excluded.pending,
           failed = c.failed + excluded.failed, delivered = c.delivered + excluded.delivered,
           dead = c.dead + excluded.dead`,
        [
          instance,
          changes.map(([endpoint]) => endpoint),
          column("pending"),
          column("failed"),
          column("delivered"),
          column("dead"),
        ],
      );
    }
    if (this.#events === 0 && this.#bytes === 0) return;
    await ask(
      `INSERT INTO event_counts AS c VALUES ($1, $2, $3)
       ON CONFLICT (instance) DO UPDATE SET events = c.events + excluded.events, bytes = c.bytes + excluded.bytes`,
      [instance, this.#events, this.#bytes],
    );
  }
}

export async function readCounts(ask: Ask): Promise<Counts> {
  const [row] = await ask(
    `SELECT coalesce(sum(pending), 0)::bigint AS pending, coalesce(sum(failed), 0)::bigint AS failed,
       coalesce(sum(delivered), 0)::bigint AS delivered, coalesce(sum(dead), 0)::bigint AS dead,
       (SELECT coalesce(sum(events), 0)::bigint FROM event_counts) AS events FROM counts`,
  );
  return { ...none(), events: 0, ...(row as Partial<Counts>) };
}

/** By endpoint; every one that ever had a delivery. */
export async function readEndpointCounts(ask: Ask): Promise<Map<string, EndpointCounts>> {
  const rows = await ask(
    `SELECT endpoint, sum(pending)::bigint AS pending, sum(failed)::bigint AS failed,
       sum(delivered)::bigint AS delivered, sum(dead)::bigint AS dead FROM counts GROUP BY endpoint ORDER BY endpoint`,
  );
  return new Map(
    rows.map(({ endpoint, ...counts }) => [String(endpoint), { ...none(), ...(counts as object) }]),
  );
}
