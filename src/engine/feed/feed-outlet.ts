// The way out of an endpoint whose receiver reads by itself: sends nothing, and rings when there may be something new.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import type { Outlet } from "../dispatch/outlet.ts";
import { endpointMark } from "../ids.ts";
import type { Governor } from "../pace/governor.ts";

export function createFeedOutlet(
  prepared: PreparedEndpoint,
  governor: Governor,
  ring: (endpoint: string) => void,
): Outlet {
  const { name } = prepared.endpoint;
  const nothing = (): void => undefined;
  return {
    name,
    mark: endpointMark(name),
    prepared,
    governor,
    // What is not handed over lies in the store, in order.
    reserve: () => false,
    accept: nothing,
    due: nothing,
    settled: nothing,
    refreshed: nothing,
    pump: () => ring(name),
    waiting: () => 0,
    retire: nothing,
  };
}
