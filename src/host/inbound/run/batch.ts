// A request of several items ends when their runs have: how they stand, and what is told of all. Starts no run.
import type { EngineClient } from "../../../engine/thread/client.ts";
import type { RequestStatus, StoredRequest } from "../../../engine/inbox/inbox.ts";
import type { Turn } from "./turn.ts";

/** How one item ended. */
export interface ItemEnd {
  id: string;
  status: RequestStatus;
  reply?: string;
  error?: string;
}

/** The end of each of its items told it to look again; this is for a process that stopped in between. */
export const LOOK_AGAIN_MS = 15_000;

const STILL_OPEN: ReadonlySet<RequestStatus> = new Set(["waiting", "running"]);

/** Undefined while one of them has not ended. An item that the log holds no more has. */
export async function batchEnd(
  client: Pick<EngineClient, "call">,
  ids: readonly string[],
): Promise<{ turn: Turn; items: ItemEnd[] } | undefined> {
  const items: ItemEnd[] = [];
  // From the last one: they run in their order, so that one that is still open is found at once.
  for (const id of ids.toReversed()) {
    const found = await client.call("findRequest", [id]);
    const into = found?.mergedInto;
    const decisive = into === undefined ? found : await client.call("findRequest", [into]);
    if (decisive !== undefined && STILL_OPEN.has(decisive.status)) return undefined;
    items.unshift(endOf(id, found, decisive));
  }
  const failed = items.filter(({ status }) => status === "failed").length;
  const turn: Turn =
    failed === 0
      ? { ok: true, reply: `${items.length} of ${items.length} items are done.` }
      : { ok: false, error: `${failed} of ${items.length} items failed` };
  return { turn, items };
}

function endOf(
  id: string,
  found: StoredRequest | undefined,
  decisive: StoredRequest | undefined,
): ItemEnd {
  const { status = "completed" } = decisive ?? {};
  const { reply, error } = found ?? {};
  return {
    id,
    status: status === "failed" ? status : (found?.status ?? "completed"),
    ...(reply !== undefined && { reply }),
    ...(error !== undefined && { error }),
  };
}
