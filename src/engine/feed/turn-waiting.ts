// Endpoints whose settings changed from `url` to `feed`, or back: what waits for them goes the new way.
import type { Endpoint } from "../../config/settings.ts";
import type { Ways } from "../store/feed-store.ts";
import type { Store } from "../store/store.ts";

type OnTheirWay = readonly Pick<Endpoint, "name" | "feed">[];

const STEP_ROWS = 1000;

/** Resolves when nothing of any waits the other way. All of them are one question, however many they are. */
export async function turnWaiting(
  store: Pick<Store, "turnWaiting">,
  endpoints: OnTheirWay,
): Promise<void> {
  const order = { ...waysOf(endpoints), limit: STEP_ROWS };
  for (let turned = STEP_ROWS; turned === STEP_ROWS;) turned = await store.turnWaiting(order);
}

export function waysOf(endpoints: OnTheirWay): Ways {
  const namesOf = (isFeed: boolean): string[] =>
    endpoints.filter(({ feed }) => (feed !== undefined) === isFeed).map(({ name }) => name);
  return { feeds: namesOf(true), sent: namesOf(false) };
}
