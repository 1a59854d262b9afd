// The server's time, whatever a Gateway's own clock says.
import type { Clock } from "../../../clock.ts";
import type { Ask } from "./connection.ts";

/**
 * How far the server's clock is ahead of ours, ms; the way to it counts as well, so that what we want later than now
 * is never early.
 */
export async function shiftOf(ask: Ask, clock: Pick<Clock, "now">): Promise<number> {
  const own = clock.now();
  const [row] = await ask("SELECT now_ms() AS now");
  return Number(row?.["now"]) - own;
}
