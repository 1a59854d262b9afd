// Work on all deliveries that a filter finds: newest first, a page at a time, so that a large backlog is never
// in memory and the engine sends meanwhile.
import type { EngineClient } from "../../engine/thread/client.ts";
import { firstIdAt } from "../../engine/ids.ts";
import type { Delivery, DeliveryStatus } from "../../engine/record.ts";

export interface BulkFilter {
  status?: readonly DeliveryStatus[];
  endpoint?: string;
  /** Event type. */
  event?: string;
  /** ISO 8601: created at or after, and before. */
  since?: string;
  until?: string;
}

export interface BulkResult {
  /** Deliveries that the filter found. */
  matched: number;
  /** Of those, how many were changed; none in a dry run. */
  changed: number;
  /** True when there may be more: the same call goes on. */
  more: boolean;
}

export interface BulkWork {
  filter: BulkFilter;
  dryRun: boolean;
  /** What is done with each page. Returns how many it changed. */
  change: (deliveryIds: string[]) => Promise<number>;
}

const PAGE_ROWS = 500;
/** One call ends within seconds; a larger backlog takes several. */
const MOST_ROWS_A_CALL = 20_000;

export async function inBulk(
  client: Pick<EngineClient, "call">,
  { filter, dryRun, change }: BulkWork,
): Promise<BulkResult> {
  const { status, endpoint, event: eventType, since, until } = filter;
  const createdBefore = until === undefined ? Infinity : Date.parse(until);
  const where = { status, endpoint, eventType, since: since === undefined ? 0 : Date.parse(since) };
  let before = until === undefined ? undefined : firstIdAt("dlv", createdBefore);
  const result: BulkResult = { matched: 0, changed: 0, more: false };
  for (;;) {
    const page: Delivery[] = await client.call("list", [{ ...where, before, limit: PAGE_ROWS }]);
    const found = page.filter(({ createdAt }) => createdAt < createdBefore);
    result.matched += found.length;
    if (!dryRun && found.length > 0) result.changed += await change(found.map(({ id }) => id));
    before = page.at(-1)?.id;
    if (page.length < PAGE_ROWS) return result;
    if (result.matched >= MOST_ROWS_A_CALL && !dryRun) return { ...result, more: true };
  }
}
