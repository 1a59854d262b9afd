// Everything the inbox changes, each change one transaction. Only the owner has one of these.
import type { DatabaseSync } from "node:sqlite";
import type {
  Acceptance,
  Inbox,
  NewRequest,
  RunClaim,
  RunJob,
  RunSettlement,
  StepVerdict,
} from "../../../inbox/inbox.ts";
import type { Checkpoints } from "../file/checkpoints.ts";
import { InboxCounts } from "./counts.ts";
import { InboxGroups } from "./groups.ts";
import { InboxNames } from "./names.ts";
import { InboxPruner } from "./pruner.ts";
import { InboxRefused } from "./refused.ts";
import { InboxRuns } from "./runs.ts";
import { SessionLimits } from "./session-limits.ts";
import { InboxWriter } from "./writer.ts";
import { Transactions, type Durability } from "../write/transactions.ts";

type ClaimQuery = Parameters<Inbox["claimRuns"]>[0];
type PruneQuery = Parameters<Inbox["pruneRequests"]>[0];
type PruneResult = Awaited<ReturnType<Inbox["pruneRequests"]>>;

/** The writing half of the port, synchronous. */
export class InboxChanges {
  readonly #counts: InboxCounts;
  readonly #transactions: Transactions;
  readonly #writer: InboxWriter;
  readonly #runs: InboxRuns;
  readonly #limits: SessionLimits;
  readonly #pruner: InboxPruner;

  constructor(db: DatabaseSync, checkpoints: Checkpoints) {
    const names = new InboxNames(db);
    const groups = new InboxGroups(db);
    this.#counts = new InboxCounts(db);
    const refused = new InboxRefused(db, this.#counts);
    this.#transactions = new Transactions(db, checkpoints, () => this.#counts.forget());
    this.#writer = new InboxWriter(db, { counts: this.#counts, names, groups, refused });
    this.#runs = new InboxRuns(db, this.#counts, groups);
    this.#limits = new SessionLimits(db);
    this.#pruner = new InboxPruner(db, {
      counts: this.#counts,
      names,
      refused,
      limits: this.#limits,
    });
  }

  accept(
    requests: readonly NewRequest[],
    maxWaiting: number,
    maxRejectedBytes = Infinity,
  ): Acceptance[] {
    const bounds = { maxWaiting, maxRejectedBytes };
    return this.#change("power", () =>
      requests.map((request) => this.#writer.accept(request, bounds)),
    );
  }

  /** A run that may have begun must never look like one that has not, not even after a power cut. */
  claim(query: ClaimQuery): RunClaim[] {
    return this.#change("power", () => this.#runs.claim(query));
  }

  settle(settlements: readonly RunSettlement[], now: number): void {
    this.#change("power", () => {
      for (const settlement of settlements) this.#runs.settle(settlement, now);
    });
  }

  limitsOf(sessionKey: string): RunJob["tools"] {
    return this.#limits.find(sessionKey);
  }

  /** The host is asked under this id next, and after a crash it may refuse it: forgotten, it would be asked again. */
  note(id: string, runId: string, now: number): void {
    this.#change("power", () => {
      this.#runs.note(id, runId);
      this.#limits.note(id, now);
    });
  }

  /** The reader is not asked again for what it has said. */
  noteReading(id: string, reading: { prompt: string; verdict: StepVerdict }): void {
    this.#change("power", () => this.#runs.noteReading(id, reading));
  }

  /** What a power cut forgets of this, the next start does again. */
  release(now: number): number {
    return this.#change("process", () => this.#runs.release(now));
  }

  nextDue(): number | undefined {
    return this.#runs.nextDue();
  }

  oldestEnded(): number | undefined {
    return this.#pruner.oldestEnded();
  }

  prune(query: PruneQuery): PruneResult {
    return this.#change("process", () => this.#pruner.step(query));
  }

  #change<Result>(durability: Durability, work: () => Result): Result {
    return this.#transactions.run(durability, () => {
      const result = work();
      this.#counts.write();
      return result;
    });
  }
}
