// The runs of requests: who has one, until when, and what became of it. Opens no transaction.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Inbox, RunClaim, RunSettlement, StepVerdict } from "../../../inbox/inbox.ts";
import { withVerdicts } from "../../../inbox/verdicts.ts";
import type { InboxCounts } from "./counts.ts";
import type { InboxGroups } from "./groups.ts";
import { contentColumns, requestColumns, requestSource } from "./rows.ts";
import { requestOf, requestStatusCode, requestStatusOf } from "../../rows/requests.ts";
import type { Row } from "../../rows/deliveries.ts";

type ClaimQuery = Parameters<Inbox["claimRuns"]>[0];

const running = requestStatusCode("running");

/** Hands runs out, and takes back what became of them. */
export class InboxRuns {
  readonly #counts: InboxCounts;
  readonly #groups: InboxGroups;
  readonly #due: StatementSync;
  readonly #lease: StatementSync;
  readonly #read: StatementSync;
  readonly #find: StatementSync;
  readonly #settle: StatementSync;
  readonly #note: StatementSync;
  readonly #verdicts: StatementSync;
  readonly #prompt: StatementSync;
  readonly #leased: StatementSync;
  readonly #release: StatementSync;
  readonly #earliest: StatementSync;

  constructor(db: DatabaseSync, counts: InboxCounts, groups: InboxGroups) {
    this.#counts = counts;
    this.#groups = groups;
    this.#due = db.prepare(
      `SELECT seq, route, status, started, group_seq FROM requests WHERE wake_at <= ?
       ORDER BY wake_at, seq LIMIT ?`,
    );
    this.#lease = db.prepare(
      `UPDATE requests SET status = ${running}, wake_at = ?, updated_at = ?, started = 1, open_key = NULL
       WHERE seq = ?`,
    );
    this.#read = db.prepare(
      `SELECT ${requestColumns}, ${contentColumns} FROM ${requestSource} WHERE r.seq = ?`,
    );
    this.#find = db.prepare(
      "SELECT seq, route, status, run_id, verdicts FROM requests WHERE id = ? AND wake_at IS NOT NULL",
    );
    this.#settle = db.prepare(
      `UPDATE requests SET status = ?, updated_at = ?, wake_at = ?, started = ?, open_key = NULL,
         verdicts = ?, run_id = ?, reply = ?, error = ?, duration_ms = ? WHERE seq = ?`,
    );
    this.#note = db.prepare("UPDATE requests SET run_id = ? WHERE id = ? AND wake_at IS NOT NULL");
    this.#verdicts = db.prepare("UPDATE requests SET verdicts = ? WHERE seq = ?");
    this.#prompt = db.prepare(
      "UPDATE request_contents SET job = json_set(job, '$.prompt', ?) WHERE seq = ?",
    );
    this.#leased = db.prepare(
      `SELECT seq, route FROM requests INDEXED BY requests_by_status WHERE status = ${running}`,
    );
    this.#release = db.prepare(
      `UPDATE requests SET status = ${requestStatusCode("waiting")}, wake_at = ?, updated_at = ? WHERE seq = ?`,
    );
    this.#earliest = db.prepare(
      "SELECT min(wake_at) AS at FROM requests WHERE wake_at IS NOT NULL",
    );
  }

  claim({ now, limit, leaseMs }: ClaimQuery): RunClaim[] {
    // SQLite takes a negative limit for none.
    return this.#due.all(now, Math.max(0, limit)).map((row) => {
      const seq = Number(row["seq"]);
      this.#counts.move(String(row["route"]), requestStatusOf(row["status"]), "running");
      this.#lease.run(Math.ceil(now + leaseMs), now, seq);
      const groupSeq = row["group_seq"];
      return {
        request: requestOf(this.#rowOf(seq)),
        merged: groupSeq === null ? [] : this.#groups.merged(Number(groupSeq), seq),
        restarted: row["started"] === 1,
      };
    });
  }

  settle(settlement: RunSettlement, now: number): void {
    const row = this.#find.get(settlement.id);
    if (row === undefined) return;
    const { status, verdicts = [], reply, error, durationMs } = settlement;
    const runId = settlement.runId ?? row["run_id"] ?? null;
    const isGivenBack = status === "waiting";
    this.#settle.run(
      requestStatusCode(status),
      now,
      isGivenBack ? Math.ceil(settlement.dueAt ?? now) : null,
      // Whoever gives a run back knows whether the host has taken it.
      isGivenBack && runId === null ? 0 : 1,
      JSON.stringify(withVerdicts(verdictsOf(row), verdicts)),
      runId,
      reply ?? null,
      error ?? null,
      durationMs ?? null,
      Number(row["seq"]),
    );
    this.#counts.move(String(row["route"]), requestStatusOf(row["status"]), status);
  }

  note(id: string, runId: string): void {
    this.#note.run(runId, id);
  }

  noteReading(id: string, { prompt, verdict }: { prompt: string; verdict: StepVerdict }): void {
    const row = this.#find.get(id);
    if (row === undefined) return;
    const verdicts = JSON.stringify(withVerdicts(verdictsOf(row), [verdict]));
    this.#verdicts.run(verdicts, Number(row["seq"]));
    this.#prompt.run(prompt, Number(row["seq"]));
  }

  /** Takes every lease back. Returns how many there were. */
  release(now: number): number {
    const rows = this.#leased.all();
    for (const row of rows) {
      this.#release.run(now, now, Number(row["seq"]));
      this.#counts.move(String(row["route"]), "running", "waiting");
    }
    return rows.length;
  }

  nextDue(): number | undefined {
    const at = this.#earliest.get()?.["at"];
    return typeof at === "number" ? at : undefined;
  }

  #rowOf(seq: number): Row {
    const row = this.#read.get(seq);
    if (row === undefined) throw new Error("a request has lost its content");
    return row;
  }
}

function verdictsOf(row: Row): StepVerdict[] {
  return JSON.parse(String(row["verdicts"])) as StepVerdict[];
}
