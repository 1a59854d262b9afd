// An endpoint whose settings changed from `url` to `feed`, or back: what waits for it goes the new way.
import type { Endpoint } from "../../config/settings.ts";
import type { Store } from "../store/store.ts";

const STEP_ROWS = 1000;

/** Resolves when nothing of it waits the other way. */
export async function turnWaiting(
  store: Pick<Store, "turnWaiting">,
  { name, feed }: Endpoint,
): Promise<void> {
  const order = { endpoint: name, feed: feed !== undefined, limit: STEP_ROWS };
  for (let turned = STEP_ROWS; turned === STEP_ROWS;) turned = await store.turnWaiting(order);
}
