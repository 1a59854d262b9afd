// An endpoint's outlet: one that sends, or one that waits to be read.
import type { PreparedEndpoint } from "../../outbound/prepare.ts";
import { createFeedOutlet } from "../feed/feed-outlet.ts";
import type { Governor } from "../pace/governor.ts";
import { createOutlet, type Outlet, type OutletPorts } from "./outlet.ts";

/** `ring`: in the feed of this endpoint may be something new. */
export function createWayOut(
  ports: OutletPorts & { ring: (endpoint: string) => void },
  prepared: PreparedEndpoint,
  governor: Governor,
): Outlet {
  return prepared.endpoint.feed
    ? createFeedOutlet(prepared, governor, ports.ring)
    : createOutlet(ports, prepared, governor);
}
