// The Inbox in memory: small enough to be read as the definition of the port. For tests only.
import { requestDueTime } from "../../src/engine/inbox/due-time.ts";
import type {
  Acceptance,
  Inbox,
  NewRequest,
  RequestFilter,
  RequestSearch,
  RequestStatus,
  RunClaim,
  RunJob,
  RunSettlement,
  StoredRequest,
} from "../../src/engine/inbox/inbox.ts";
import {
  keptBytes,
  MOST_EVICTED,
  shareOf,
  type Refused,
} from "../../src/engine/inbox/kept-bytes.ts";
import { withVerdicts } from "../../src/engine/inbox/verdicts.ts";

interface Entry {
  request: StoredRequest;
  wakeAt: number;
  started: boolean;
  coalesceKey?: string;
  isOpen: boolean;
  refused?: { kind: Refused; bytes: number };
  /** What was merged into it, oldest first. */
  merged: Entry[];
}

interface Name {
  of: string;
  endedAs?: RequestStatus;
  expiresAt: number;
}

const MAX_MEMBERS = 100;
const pruneOrder: readonly RequestStatus[] = [
  "rejected",
  "handshake",
  "filtered",
  "duplicate",
  "completed",
  "failed",
];

/** An inbox that forgets everything with the process. */
export function openMemoryInbox(): Inbox {
  const entries = new Map<string, Entry>();
  const names = new Map<string, Name>();
  const all = (): Entry[] => [...entries.values()];
  const withStatus = (...statuses: RequestStatus[]): Entry[] =>
    all().filter(({ request }) => statuses.includes(request.status));
  const nameKey = (route: string, name: string): string => JSON.stringify([route, name]);
  const statusOf = (id: string): RequestStatus | undefined => entries.get(id)?.request.status;

  const duplicate = (of: string, status: RequestStatus = "completed"): Acceptance => ({
    kind: "duplicate",
    of,
    status,
  });

  const store = (given: NewRequest, changes: Partial<StoredRequest>): Entry => {
    const { dedupeForMs: _, coalesce, refused, items: _items, ...rest } = given;
    const request = { ...rest, updatedAt: given.receivedAt, ...changes };
    const entry: Entry = { request, wakeAt: 0, started: false, isOpen: false, merged: [] };
    if (changes.status === "waiting") entry.wakeAt = changes.dueAt ?? given.receivedAt;
    if (coalesce !== undefined) entry.coalesceKey = coalesce.key;
    if (refused !== undefined) entry.refused = { kind: refused, bytes: keptBytes(given) };
    entries.set(given.id, entry);
    return entry;
  };

  const queue = (given: NewRequest, maxWaiting: number): Acceptance => {
    const { route, coalesce, receivedAt } = given;
    const line = withStatus("waiting").filter(({ request }) => request.route === route);
    const head = line.find(({ isOpen, coalesceKey }) => isOpen && coalesceKey === coalesce?.key);
    const joins =
      head !== undefined && (coalesce?.keep === "latest" || head.merged.length + 1 < MAX_MEMBERS);
    const more = line.length === 0 ? 0 : (given.items?.length ?? 0);
    if (!joins && line.length + more >= maxWaiting) return { kind: "full", waiting: line.length };
    if (head !== undefined) head.isOpen = false;
    const merged = joins ? [...head.merged, head] : [];
    const dueAt = requestDueTime(given, merged[0]?.request.receivedAt);
    const entry = store(given, { status: "waiting", dueAt });
    entry.isOpen = coalesce !== undefined;
    entry.merged = merged;
    if (joins) {
      head.merged = [];
      head.request = { ...head.request, status: "merged", updatedAt: receivedAt };
      delete head.request.dueAt;
    }
    for (const member of merged) member.request.mergedInto = given.id;
    return { kind: "stored" };
  };

  /** Drops the oldest refused ones of a kind beyond its share. Returns how many. */
  const dropRefused = (kind: Refused, maxBytes: number, limit: number): number => {
    const kept = all().filter(({ refused }) => refused?.kind === kind);
    let bytes = kept.reduce((sum, { refused }) => sum + (refused?.bytes ?? 0), 0);
    let dropped = 0;
    for (const { request, refused } of kept) {
      if (bytes <= shareOf(maxBytes) || dropped === limit) break;
      entries.delete(request.id);
      bytes -= refused?.bytes ?? 0;
      dropped += 1;
    }
    return dropped;
  };

  const acceptOne = (given: NewRequest, maxWaiting: number, maxBytes: number): Acceptance => {
    const known = entries.get(given.id)?.request;
    if (known?.duplicateOf !== undefined) {
      return duplicate(known.duplicateOf, statusOf(known.duplicateOf));
    }
    if (known !== undefined) return { kind: "stored" };
    if (given.refused !== undefined) {
      store(given, { status: given.status });
      dropRefused(given.refused, maxBytes, MOST_EVICTED);
      return { kind: "stored" };
    }
    if (given.status !== "rejected") {
      const first = given.dedupeKeys
        .map((name) => names.get(nameKey(given.route, name)))
        .find((name) => name !== undefined && name.expiresAt > given.receivedAt);
      if (first !== undefined) {
        store(given, { status: "duplicate", duplicateOf: first.of });
        return duplicate(first.of, statusOf(first.of) ?? first.endedAs);
      }
    }
    if (given.status === "waiting") {
      const answer = queue(given, maxWaiting);
      if (answer.kind === "full") return answer;
    } else store(given, { status: given.status });
    if (given.status === "rejected") return { kind: "stored" };
    for (const name of given.dedupeKeys) {
      const expiresAt = given.receivedAt + given.dedupeForMs;
      names.set(nameKey(given.route, name), { of: given.id, expiresAt });
    }
    for (const item of given.items ?? []) acceptOne(item, Infinity, maxBytes);
    return { kind: "stored" };
  };

  const lease = (entry: Entry, now: number, leaseMs: number): RunClaim => {
    const restarted = entry.started;
    entry.request = { ...entry.request, status: "running", updatedAt: now };
    delete entry.request.dueAt;
    entry.wakeAt = now + leaseMs;
    entry.started = true;
    entry.isOpen = false;
    const merged = entry.merged.slice(1 - MAX_MEMBERS).map(({ request }) => ({ ...request }));
    return { request: { ...entry.request }, merged, restarted };
  };

  const giveBack = (entry: Entry, dueAt: number): void => {
    entry.wakeAt = dueAt;
    entry.request.status = "waiting";
    entry.request.dueAt = dueAt;
  };

  const settle = (settlement: RunSettlement, now: number): void => {
    const { id, verdicts = [], dueAt, ...outcome } = settlement;
    const entry = withStatus("waiting", "running").find(({ request }) => request.id === id);
    if (entry === undefined) return;
    for (const key of ["reply", "error", "durationMs", "dueAt"] as const) delete entry.request[key];
    entry.request = { ...entry.request, ...outcome, updatedAt: now };
    entry.request.verdicts = withVerdicts(entry.request.verdicts, verdicts);
    entry.isOpen = false;
    if (outcome.status !== "waiting") return;
    entry.started = entry.request.runId !== undefined;
    giveBack(entry, dueAt ?? now);
  };

  const remove = ({ request }: Entry): void => {
    entries.delete(request.id);
    for (const name of request.dedupeKeys) {
      const known = names.get(nameKey(request.route, name));
      if (known?.of === request.id) known.endedAs = request.status;
    }
  };

  const prune: Inbox["pruneRequests"] = async (query) => {
    const { olderThan, maxRows, stepRows, now, maxRejectedBytes = Infinity, extraRows = 0 } = query;
    let room = stepRows;
    for (const kind of ["unproven", "proven"] as const)
      room -= dropRefused(kind, maxRejectedBytes, room);
    const ended = pruneOrder.flatMap((status) =>
      withStatus(status).toSorted((one, other) => one.request.updatedAt - other.request.updatedAt),
    );
    const drop = (entry: Entry, limit: number): void => {
      const doomed = [...entry.merged, entry].slice(0, limit);
      for (const each of doomed) remove(each);
      entry.merged = entry.merged.slice(doomed.length);
      room -= doomed.length;
    };
    for (const entry of ended) if (entry.request.updatedAt < olderThan) drop(entry, room);
    const beyond = entries.size - withStatus("waiting", "running").length - maxRows;
    let excess = Math.max(beyond, extraRows - (stepRows - room));
    for (const entry of ended.filter(({ request }) => entries.has(request.id))) {
      const before = room;
      drop(entry, Math.max(0, Math.min(room, excess)));
      excess -= before - room;
    }
    const deleted = stepRows - room;
    for (const [key, { expiresAt }] of names) {
      if (room === 0) break;
      if (expiresAt > now) continue;
      names.delete(key);
      room -= 1;
    }
    return { deleted, done: room > 0 };
  };

  const filtered = ({ status, route, since, until, before }: RequestFilter): StoredRequest[] =>
    all()
      .map(({ request }) => request)
      .filter((request) => status === undefined || status.includes(request.status))
      .filter((request) => route === undefined || request.route === route)
      .filter((request) => since === undefined || request.receivedAt >= since)
      .filter((request) => until === undefined || request.receivedAt < until)
      .filter((request) => before === undefined || request.id < before)
      .toReversed();

  const limits = new Map<string, NonNullable<RunJob["tools"]>>();
  return {
    accept: async (requests, maxWaiting, maxRejectedBytes = Infinity) =>
      requests.map((request) => acceptOne(request, maxWaiting, maxRejectedBytes)),
    claimRuns: async ({ now, limit, leaseMs }) =>
      withStatus("waiting", "running")
        .filter(({ wakeAt }) => wakeAt <= now)
        .sort((one, other) => one.wakeAt - other.wakeAt)
        .slice(0, Math.max(0, limit))
        .map((entry) => lease(entry, now, leaseMs)),
    settleRuns: async (settlements, now) => {
      for (const settlement of settlements) settle(settlement, now);
    },
    noteRun: async (id, runId) => {
      const entry = withStatus("waiting", "running").find(({ request }) => request.id === id);
      if (entry === undefined) return;
      const { request } = entry;
      request.runId = runId;
      if (request.job !== undefined) limits.set(request.job.sessionKey, request.job.tools ?? {});
    },
    noteReading: async (id, { prompt, verdict }) => {
      const entry = withStatus("waiting", "running").find(({ request }) => request.id === id);
      if (entry === undefined) return;
      const { request } = entry;
      request.verdicts = withVerdicts(request.verdicts, [verdict]);
      if (request.job !== undefined) request.job = { ...request.job, prompt };
    },
    sessionLimits: async (sessionKey) => limits.get(sessionKey),
    nextRunDue: async () => {
      const times = withStatus("waiting", "running").map(({ wakeAt }) => wakeAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    releaseRuns: async (now) => {
      const running = withStatus("running");
      for (const entry of running) giveBack(entry, now);
      return running.length;
    },
    findRequest: async (id) => {
      const entry = entries.get(id);
      return entry && { ...entry.request };
    },
    listRequests: async (filter) => filtered(filter).slice(0, filter.limit).map(short),
    searchRequests: async (filter) => {
      const looked = filtered(filter);
      const found = looked.filter((request) => matches(request, filter));
      const requests = found.slice(0, filter.limit);
      const last = found.length < filter.limit ? undefined : requests.at(-1);
      const scanned = last === undefined ? looked.length : looked.indexOf(last) + 1;
      const reach = last && { cursor: last.id, backTo: last.receivedAt };
      return { requests: requests.map(short), scanned, ...reach };
    },
    oldestEnded: async () => {
      const times = withStatus(...pruneOrder).map(({ request }) => request.updatedAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    pruneRequests: prune,
  };
}

function short({
  job: _job,
  body: _body,
  bodyHash: _hash,
  ...request
}: StoredRequest): StoredRequest {
  return request;
}

function matches(request: StoredRequest, { agent, text }: RequestSearch): boolean {
  const { id, route, peer, error, runId, duplicateOf, verdicts, job } = request;
  if (agent !== undefined && job?.agentId !== agent) return false;
  const told = JSON.stringify(verdicts);
  const texts = [id, route, peer, error, runId, duplicateOf, told, job?.sessionKey];
  const wanted = text?.toLowerCase();
  return wanted === undefined || texts.some((each) => each?.toLowerCase().includes(wanted));
}
