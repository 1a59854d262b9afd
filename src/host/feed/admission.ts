// Who may read which feed. A wrong token, no token and a feed that does not exist are told the same, in the same time.
import { randomBytes } from "node:crypto";
import type { Endpoint } from "../../config/settings.ts";
import { verifyBearer } from "../../inbound/proof/credentials.ts";
import type { Party } from "../../inbound/request/party.ts";
import type { InboundRequest } from "../../inbound/request/request.ts";
import { createThrottle } from "../inbound/door/throttle.ts";

export type Admission =
  | { kind: "admitted"; endpoint: Endpoint }
  | { kind: "refused" }
  | { kind: "too many"; retryAfterSeconds: number };

export type Admit = (name: string, request: InboundRequest, party: Party) => Admission;

export function createAdmission(endpoints: readonly Endpoint[]): Admit {
  const feeds = new Map(endpoints.filter(({ feed }) => feed).map((each) => [each.name, each]));
  const throttle = createThrottle();
  const nobodys = [{ value: randomBytes(32).toString("hex") }];
  // All names together: what is counted for each would tell which ones there are.
  const door = { name: "feeds", auth: { kind: "bearer", secrets: nobodys } } as const;

  return (name, request, party) => {
    const { receivedAt: now } = request;
    const locked = throttle.lockedOut(door, party, now);
    if (locked !== undefined) return { kind: "too many", retryAfterSeconds: locked };
    const endpoint = feeds.get(name);
    const secrets = endpoint?.feed?.tokens ?? [];
    const isProven = verifyBearer(
      request,
      { secrets: secrets.length > 0 ? secrets : nobodys },
      now,
    ).ok;
    if (isProven && endpoint) return { kind: "admitted", endpoint };
    const wait = throttle.failed(door, party, now);
    return wait === undefined ? { kind: "refused" } : { kind: "too many", retryAfterSeconds: wait };
  };
}
