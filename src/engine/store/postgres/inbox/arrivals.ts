// What becomes of requests on their way in, over what the tables said a moment ago. Pure: asks nothing, writes nothing.
import { requestDueTime } from "../../../inbox/due-time.ts";
import type { Acceptance, NewRequest, RequestStatus } from "../../../inbox/inbox.ts";

/** A waiting request whose run has not begun. */
export interface OpenHead {
  id: string;
  groupOf: string;
  members: number;
  /** When the first of its group arrived. */
  firstArrivalAt: number;
}

/** What the tables know of what these requests touch. Keys of the maps: `keyOf(route, …)`. */
export interface Known {
  /** Ids that are stored, with the answer that their caller gets again. */
  answers: ReadonlyMap<string, Acceptance>;
  names: ReadonlyMap<string, { of: string; status: RequestStatus; expiresAt: number }>;
  heads: ReadonlyMap<string, OpenHead>;
  /** By route. */
  waiting: ReadonlyMap<string, number>;
}

/** A row to insert. */
export interface Entry {
  request: NewRequest;
  status: RequestStatus;
  updatedAt: number;
  wakeAt?: number;
  duplicateOf?: string;
  groupOf?: string;
  members: number;
  isOpen: boolean;
}

export interface Arrivals {
  acceptances: Acceptance[];
  /** In the order in which they come. */
  entries: Entry[];
  /** Stored heads that became members of another one, with the time. */
  merged: { id: string; at: number }[];
  /** Stored heads that nobody can join any more. */
  closed: string[];
  /** Whose names are remembered. */
  named: NewRequest[];
}

/**
 * A claim carries what was merged, and one run reads it: a group that keeps all takes no more than
 * this and the next arrival begins another one; one that keeps the latest shows the newest of them.
 */
export const MAX_MEMBERS = 100;

export function keyOf(route: string, name: string): string {
  return `${route}\n${name}`;
}

/** Decides about each in its turn, as if the ones before it were stored. */
export function decide(
  requests: readonly NewRequest[],
  known: Known,
  maxWaiting: number,
): Arrivals {
  const desk = new Desk(known);
  desk.result.acceptances.push(...requests.map((request) => desk.accept(request, maxWaiting)));
  return desk.result;
}

class Desk {
  readonly result: Arrivals = { acceptances: [], entries: [], merged: [], closed: [], named: [] };
  readonly #answers: Map<string, Acceptance>;
  readonly #names: Map<string, { of: string; expiresAt: number }>;
  readonly #heads: Map<string, OpenHead>;
  readonly #waiting: Map<string, number>;
  readonly #statuses = new Map<string, RequestStatus>();
  readonly #entries = new Map<string, Entry>();

  constructor(known: Known) {
    this.#answers = new Map(known.answers);
    this.#names = new Map(known.names);
    this.#heads = new Map(known.heads);
    this.#waiting = new Map(known.waiting);
    for (const { of, status } of known.names.values()) this.#statuses.set(of, status);
  }

  accept(request: NewRequest, maxWaiting: number): Acceptance {
    const answer = this.#answers.get(request.id) ?? this.#decide(request, maxWaiting);
    if (answer.kind !== "full") this.#answers.set(request.id, answer);
    return answer;
  }

  #decide(request: NewRequest, maxWaiting: number): Acceptance {
    if (request.refused !== undefined || request.status === "rejected") {
      return this.#store(request, { status: request.status });
    }
    const first = this.#firstOf(request);
    if (first !== undefined) {
      this.#store(request, { status: "duplicate", duplicateOf: first.of });
      return { kind: "duplicate", ...first };
    }
    const answer =
      request.status === "waiting"
        ? this.#queue(request, maxWaiting)
        : this.#store(request, { status: request.status });
    if (answer.kind !== "stored") return answer;
    this.#remember(request);
    for (const item of request.items ?? []) this.accept(item, Infinity);
    return answer;
  }

  #firstOf({
    route,
    dedupeKeys,
    receivedAt,
  }: NewRequest): { of: string; status: RequestStatus } | undefined {
    for (const name of dedupeKeys) {
      const first = this.#names.get(keyOf(route, name));
      if (first === undefined || first.expiresAt <= receivedAt) continue;
      const { of } = first;
      return { of, status: this.#entries.get(of)?.status ?? this.#statuses.get(of) ?? "completed" };
    }
    return undefined;
  }

  #remember(request: NewRequest): void {
    const { id, route, dedupeKeys, receivedAt, dedupeForMs } = request;
    const expiresAt = Math.ceil(receivedAt + dedupeForMs);
    for (const name of dedupeKeys) this.#names.set(keyOf(route, name), { of: id, expiresAt });
    if (dedupeKeys.length > 0) this.result.named.push(request);
  }

  #queue(request: NewRequest, maxWaiting: number): Acceptance {
    const { route, coalesce } = request;
    const place = coalesce && keyOf(route, coalesce.key);
    const head = place === undefined ? undefined : this.#heads.get(place);
    if (head !== undefined && (coalesce?.keep === "latest" || head.members < MAX_MEMBERS)) {
      this.#merge(head, request);
      const wakeAt = requestDueTime(request, head.firstArrivalAt);
      return this.#store(request, { status: "waiting", wakeAt, joins: head });
    }
    const waiting = this.#waiting.get(route) ?? 0;
    const more = waiting === 0 ? 0 : (request.items?.length ?? 0);
    if (waiting + more >= maxWaiting) return { kind: "full", waiting };
    if (head !== undefined) this.#close(head);
    return this.#store(request, { status: "waiting", wakeAt: requestDueTime(request) });
  }

  #merge({ id }: OpenHead, { route, receivedAt }: NewRequest): void {
    this.#waiting.set(route, (this.#waiting.get(route) ?? 0) - 1);
    this.#statuses.set(id, "merged");
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      this.result.merged.push({ id, at: receivedAt });
      return;
    }
    Object.assign(entry, { status: "merged", updatedAt: receivedAt, isOpen: false });
    delete entry.wakeAt;
  }

  #close({ id }: OpenHead): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) this.result.closed.push(id);
    else entry.isOpen = false;
  }

  #store(
    request: NewRequest,
    rest: { status: RequestStatus; wakeAt?: number; duplicateOf?: string; joins?: OpenHead },
  ): Acceptance {
    const { joins, ...told } = rest;
    const { id, route, coalesce, receivedAt } = request;
    const key = told.status === "waiting" ? coalesce?.key : undefined;
    const members = (joins?.members ?? 0) + 1;
    const entry: Entry = {
      request,
      ...told,
      updatedAt: receivedAt,
      members,
      isOpen: key !== undefined,
      ...(key !== undefined && { groupOf: joins?.groupOf ?? id }),
    };
    this.result.entries.push(entry);
    this.#entries.set(id, entry);
    if (told.status === "waiting") this.#waiting.set(route, (this.#waiting.get(route) ?? 0) + 1);
    if (key !== undefined) {
      const firstArrivalAt = joins?.firstArrivalAt ?? receivedAt;
      const head = { id, groupOf: joins?.groupOf ?? id, members, firstArrivalAt };
      this.#heads.set(keyOf(route, key), head);
    }
    return { kind: "stored" };
  }
}
