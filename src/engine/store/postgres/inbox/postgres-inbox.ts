// The Inbox on PostgreSQL, shared by all Gateways that have the same schema. Opens and closes nothing.
import type { Clock } from "../../../clock.ts";
import type { Inbox, NewRequest, RunJob } from "../../../inbox/inbox.ts";
import type { Connection } from "../server/connection.ts";
import { shiftOf } from "../server/server-time.ts";
import { toColumn } from "../server/text.ts";
import { acceptRequests } from "./accept.ts";
import { findRequest, listRequests, searchRequests } from "./list.ts";
import { oldestEnded, pruneRequests } from "./prune.ts";
import { noteReading, noteRun } from "./notes.ts";
import { claimRuns, nextRunDueIn, releaseRuns, settleRuns } from "./runs.ts";
import { createLostClaims } from "../server/lost-claims.ts";

export interface SharedPorts {
  connection: Connection;
  clock: Pick<Clock, "now">;
  /** This Gateway, among those that share the schema. */
  instance: string;
}

/** `lost`: what is claimed and not answered. */
export function postgresInbox(
  { connection, clock, instance }: SharedPorts,
  lost = createLostClaims(),
): Inbox {
  const { ask, transaction } = connection;
  return {
    accept: async (requests, maxWaiting, maxRejectedBytes = Infinity) => {
      if (requests.length === 0) return [];
      return transaction(async (within) => {
        const shift = await shiftOf(within, clock);
        const shifted = requests.map((request) => inServerTime(request, shift));
        return acceptRequests(within, shifted, { maxWaiting, maxRejectedBytes }, instance);
      });
    },
    claimRuns: (query) =>
      lost.heed((took) =>
        transaction(async (within) => {
          const claims = await claimRuns(within, query, instance);
          took(claims.map(({ request }) => request.id));
          return claims;
        }),
      ),
    settleRuns: (settlements) =>
      transaction(async (within) => {
        await settleRuns(within, settlements, await shiftOf(within, clock), instance);
      }),
    noteRun: (id, runId) => transaction((within) => noteRun(within, id, runId, instance)),
    noteReading: (id, reading) =>
      transaction((within) => noteReading(within, id, reading, instance)),
    async sessionLimits(sessionKey) {
      const [row] = await ask("SELECT tools FROM session_limits WHERE session_key = $1", [
        toColumn(sessionKey),
      ]);
      return row && (JSON.parse(String(row["tools"])) as RunJob["tools"]);
    },
    async nextRunDue() {
      const left = await nextRunDueIn(ask, instance);
      return left === undefined ? undefined : clock.now() + left;
    },
    releaseRuns: () => releaseRuns(ask, instance),
    findRequest: (id) => findRequest(ask, id),
    listRequests: (filter) => listRequests(ask, filter),
    searchRequests: (filter) => searchRequests(ask, filter),
    oldestEnded: () => oldestEnded(ask),
    pruneRequests: (query) =>
      transaction(async (within) => {
        const shift = await shiftOf(within, clock);
        const { olderThan, now } = query;
        return pruneRequests(within, { ...query, olderThan: olderThan + shift, now: now + shift });
      }),
  };
}

function inServerTime(request: NewRequest, shift: number): NewRequest {
  return {
    ...request,
    receivedAt: Math.round(request.receivedAt + shift),
    ...(request.items && { items: request.items.map((item) => inServerTime(item, shift)) }),
  };
}
