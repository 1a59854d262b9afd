// New requests into their tables: repeats are found, coalesced ones joined, lines kept short.
// Opens no transaction and starts no run.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { requestDueTime } from "../../../inbox/due-time.ts";
import type { Acceptance, NewRequest, RequestStatus } from "../../../inbox/inbox.ts";
import { keptBytes } from "../../../inbox/kept-bytes.ts";
import type { InboxCounts } from "./counts.ts";
import type { InboxGroups, OpenHead } from "./groups.ts";
import type { InboxNames } from "./names.ts";
import { refusedCode } from "../../rows/requests.ts";
import type { InboxRefused } from "./refused.ts";
import { HASHED, requestStatusCode, requestStatusOf } from "../../rows/requests.ts";
import { nextSequence } from "../write/sequence.ts";

/** What was decided about a request on its way in. */
interface Entry {
  status: RequestStatus;
  duplicateOf?: string;
  wakeAt?: number;
  /** The head it takes the place of. */
  joins?: OpenHead;
}

interface Bounds {
  maxWaiting: number;
  maxRejectedBytes: number;
}

/** Those that keep the tables beside `requests`. */
interface Keepers {
  counts: InboxCounts;
  names: InboxNames;
  groups: InboxGroups;
  refused: InboxRefused;
}

/** Inserts what comes in. */
export class InboxWriter {
  readonly #counts: InboxCounts;
  readonly #names: InboxNames;
  readonly #groups: InboxGroups;
  readonly #refused: InboxRefused;
  readonly #insert: StatementSync;
  readonly #insertContent: StatementSync;
  readonly #repeated: StatementSync;
  #lastSequence: number;

  constructor(db: DatabaseSync, { counts, names, groups, refused }: Keepers) {
    this.#counts = counts;
    this.#names = names;
    this.#groups = groups;
    this.#refused = refused;
    this.#insert = db.prepare(
      `INSERT INTO requests (seq, id, route, status, received_at, updated_at, wake_at, started, group_seq,
         members, open_key, method, peer, http_status, duplicate_of, replay_of, verdicts, refused, kept_bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertContent = db.prepare(
      `INSERT INTO request_contents (seq, headers, query, names, job, body_encoding, body_bytes, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#repeated = db.prepare(
      `SELECT r.duplicate_of, first.status FROM requests r LEFT JOIN requests first ON first.id = r.duplicate_of
       WHERE r.id = ?`,
    );
    const last = db.prepare("SELECT max(seq) AS seq FROM requests").get();
    this.#lastSequence = Number(last?.["seq"] ?? 0);
  }

  accept(request: NewRequest, { maxWaiting, maxRejectedBytes }: Bounds): Acceptance {
    const repeated = this.#answerAgain(request.id);
    if (repeated !== undefined) return repeated;
    if (request.refused !== undefined) return this.#refuse(request, maxRejectedBytes);
    if (request.status === "rejected") return this.#store(request, { status: "rejected" });
    const first = this.#names.find(request);
    if (first !== undefined) {
      this.#store(request, { status: "duplicate", duplicateOf: first.of });
      return { kind: "duplicate", ...first };
    }
    const answer =
      request.status === "waiting"
        ? this.#queue(request, maxWaiting)
        : this.#store(request, { status: request.status });
    if (answer.kind !== "stored") return answer;
    this.#names.remember(request);
    for (const item of request.items ?? [])
      this.accept(item, { maxWaiting: Infinity, maxRejectedBytes });
    return answer;
  }

  /** For an id that is stored: its caller lost the first answer. */
  #answerAgain(id: string): Acceptance | undefined {
    const row = this.#repeated.get(id);
    if (row === undefined) return undefined;
    if (row["duplicate_of"] === null) return { kind: "stored" };
    // The first one has ended and was deleted since.
    const status = row["status"] === null ? "completed" : requestStatusOf(row["status"]);
    return { kind: "duplicate", of: String(row["duplicate_of"]), status };
  }

  /** It starts nothing and has no name. */
  #refuse(request: NewRequest, maxRejectedBytes: number): Acceptance {
    const answer = this.#store(request, { status: request.status });
    const { refused } = request;
    if (refused !== undefined) this.#refused.added(refused, keptBytes(request), maxRejectedBytes);
    return answer;
  }

  #queue(request: NewRequest, maxWaiting: number): Acceptance {
    const head = this.#groups.find(request);
    if (head !== undefined && this.#groups.hasRoom(head, request)) {
      this.#groups.merge(head, request.receivedAt);
      this.#counts.move(request.route, "waiting", "merged");
      const wakeAt = requestDueTime(request, head.firstArrivalAt);
      return this.#store(request, { status: "waiting", wakeAt, joins: head });
    }
    const waiting = this.#counts.waiting(request.route);
    const more = waiting === 0 ? 0 : (request.items?.length ?? 0);
    if (waiting + more >= maxWaiting) return { kind: "full", waiting };
    if (head !== undefined) this.#groups.close(head);
    return this.#store(request, { status: "waiting", wakeAt: requestDueTime(request) });
  }

  #store(request: NewRequest, { status, duplicateOf, wakeAt, joins }: Entry): Acceptance {
    const seq = nextSequence(this.#lastSequence, request.receivedAt);
    this.#lastSequence = seq;
    const openKey = status === "waiting" ? request.coalesce?.key : undefined;
    this.#insert.run(
      seq,
      request.id,
      request.route,
      requestStatusCode(status),
      request.receivedAt,
      request.receivedAt,
      wakeAt ?? null,
      openKey === undefined ? null : (joins?.groupSeq ?? seq),
      (joins?.members ?? 0) + 1,
      openKey ?? null,
      request.method,
      request.peer,
      request.httpStatus,
      duplicateOf ?? null,
      request.replayOf ?? null,
      JSON.stringify(request.verdicts),
      request.refused === undefined ? null : refusedCode(request.refused),
      request.refused === undefined ? null : keptBytes(request),
    );
    this.#storeContent(seq, request);
    this.#counts.born(request.route, status);
    return { kind: "stored" };
  }

  #storeContent(seq: number, request: NewRequest): void {
    const { headers, query, dedupeKeys, job, bodyHash } = request;
    const body =
      bodyHash === undefined
        ? request.body
        : { text: bodyHash.sha256, encoding: HASHED, bytes: bodyHash.bytes };
    this.#insertContent.run(
      seq,
      JSON.stringify(headers),
      JSON.stringify(query),
      JSON.stringify(dedupeKeys),
      job === undefined ? null : JSON.stringify(job),
      body?.encoding ?? null,
      body?.bytes ?? null,
      body?.text ?? null,
    );
  }
}
