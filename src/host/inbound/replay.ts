// Runs a stored request again at an operator's wish, or shows what would come of it.
import type { EngineClient } from "../../engine/thread/client.ts";
import type { IdSource } from "../../engine/ids.ts";
import type { CompiledRoute } from "../../inbound/decision/compile-route.ts";
import { differences } from "../../inbound/decision/request-replay.ts";
import { foldName } from "../../language/fold.ts";
import type { Division } from "../../inbound/thread/division.ts";
import { requestStory, type RequestReplayView } from "../../view/request-replay.ts";

export interface ReplayPorts {
  client: Pick<EngineClient, "call">;
  ids: IdSource;
  /** By folded name. */
  routes: ReadonlyMap<string, CompiledRoute>;
  /** Folded names of routes that are configured and cannot work. */
  held: ReadonlySet<string>;
  maxWaiting: number;
  division: Pick<Division, "replay">;
  /** A request was stored that waits for its run. */
  accepted: () => void;
}

/** Undefined: the log holds no such request. */
export type ReplayRequest = (id: string, dryRun: boolean) => Promise<RequestReplayView | undefined>;

export function createReplayRequest(ports: ReplayPorts): ReplayRequest {
  const { client, ids, routes, held, division } = ports;

  return async (replayOf, dryRun) => {
    const stored = await client.call("findRequest", [replayOf]);
    if (stored === undefined) return undefined;
    const refuse = (reason: string): RequestReplayView => ({ replayed: false, replayOf, reason });
    const compiled = routes.get(foldName(stored.route));
    if (compiled === undefined) return refuse(absence(stored.route, held));
    const now = Date.now();
    const id = dryRun ? replayOf : ids.next("req", now);
    const again = await division.replay({ stored, id, compiled, now });
    if (!again.ok) return refuse(again.reason);
    const { record } = again;
    if (dryRun) {
      return {
        replayed: false,
        replayOf,
        before: requestStory(stored),
        now: requestStory(record),
        differs: differences(stored, record),
      };
    }
    const [acceptance] = await client.call("accept", [[record], ports.maxWaiting]);
    if (acceptance?.kind === "full") {
      return refuse(`${acceptance.waiting} requests of this route wait for their runs; try later`);
    }
    if (record.status === "waiting") ports.accepted();
    const reason = record.verdicts.find(({ ok }) => !ok)?.detail;
    const { status } = record;
    return { replayed: true, replayOf, id, status, ...(reason !== undefined && { reason }) };
  };
}

function absence(route: string, held: ReadonlySet<string>): string {
  return held.has(foldName(route))
    ? `route "${route}" cannot work by the settings of now; the Gateway's log says why`
    : `route "${route}" is not configured any more`;
}
