// Takes inbound requests in: one transaction and one fsync for all that gathered while the previous one ran.
// Keeps nothing that failed: nobody was told that it is stored, and the caller comes again.
import type { Clock } from "../clock.ts";
import type { StorageTrouble } from "../commit/storage-trouble.ts";
import type { Acceptance, Inbox, NewRequest } from "./inbox.ts";
import type { Seal } from "./seal.ts";

export interface Reception {
  /** Resolves when they are durable; rejects when nothing of this call was stored. */
  accept: (requests: readonly NewRequest[], maxWaiting: number) => Promise<Acceptance[]>;
  /** Resolves when all that was given so far is answered. */
  drained: () => Promise<void>;
}

export interface ReceptionPorts {
  inbox: Pick<Inbox, "accept">;
  /** For addresses of replies, which are stored no other way. */
  seal: Pick<Seal, "close">;
  clock: Pick<Clock, "soon">;
  trouble: StorageTrouble;
  /** Most bytes that refused requests take. */
  maxRejectedBytes: () => number;
}

/** One call of `accept` that waits for its commit. */
interface Arrival {
  requests: readonly NewRequest[];
  maxWaiting: number;
  resolve: (answers: Acceptance[]) => void;
  reject: (error: unknown) => void;
}

// A longer transaction would hold up the deliveries that share the thread.
const MAX_GROUP_ROWS = 256;

export function createReception(ports: ReceptionPorts): Reception {
  const { inbox, seal, clock, trouble, maxRejectedBytes } = ports;
  const arrivals: Arrival[] = [];
  const drainers: (() => void)[] = [];
  let busy = false;

  function schedule(): void {
    if (busy) return;
    if (arrivals.length > 0) {
      busy = true;
      clock.soon(() => void run());
      return;
    }
    for (const done of drainers.splice(0)) done();
  }

  async function run(): Promise<void> {
    await commit(arrivals.splice(0, groupSize(arrivals)));
    busy = false;
    schedule();
  }

  function sealed(request: NewRequest): NewRequest {
    const { job } = request;
    if (job?.replyTo === undefined) return request;
    const replyTo = { ...job.replyTo, address: seal.close(job.replyTo.address) };
    return { ...request, job: { ...job, replyTo } };
  }

  async function commit(group: readonly Arrival[]): Promise<void> {
    try {
      const requests = group.flatMap((arrival) => arrival.requests).map(sealed);
      const answers = await inbox.accept(requests, group[0]?.maxWaiting ?? 0, maxRejectedBytes());
      trouble.worked();
      let answered = 0;
      for (const arrival of group) {
        const until = answered + arrival.requests.length;
        arrival.resolve(answers.slice(answered, until));
        answered = until;
      }
    } catch (error) {
      trouble.failed(error);
      for (const arrival of group) arrival.reject(error);
    }
  }

  return {
    accept: (requests, maxWaiting) =>
      new Promise((resolve, reject) => {
        arrivals.push({ requests, maxWaiting, resolve, reject });
        schedule();
      }),
    drained: () =>
      new Promise((resolve) => {
        drainers.push(resolve);
        schedule();
      }),
  };
}

/** How many of the oldest calls make one transaction: those that ask for the same bound, up to a size. */
function groupSize(arrivals: readonly Arrival[]): number {
  const bound = arrivals[0]?.maxWaiting;
  let rows = 0;
  let count = 0;
  for (const { requests, maxWaiting } of arrivals) {
    if (maxWaiting !== bound || (count > 0 && rows + requests.length > MAX_GROUP_ROWS)) break;
    rows += requests.length;
    count += 1;
  }
  return count;
}
