// What a store behind a spool needs of its server. Types and nothing else.
import type { Clock } from "../../clock.ts";
import type { SharedStanding } from "../standing.ts";
import type { Store } from "../store.ts";
import type { Journal } from "./journal.ts";

export interface SpooledStorePorts<Remote extends Store> {
  remote: Remote;
  journal: Journal;
  clock: Pick<Clock, "after" | "now">;
  /** Right after the server was reached again, before anything of the journal: rejects while it is away. */
  arrive: () => Promise<void>;
  /** Once: gives back what earlier processes of this Gateway had, those of the journal included. */
  takeBack: () => Promise<void>;
  /** A sign of life; what it did may have made something due. Rejects when the server is away. */
  sign: () => Promise<void>;
  /** How long between two signs of life, ms. */
  signMs: number;
  /** `look`: for whoever hears that another Gateway changed something. */
  onWord: (look: () => void) => void;
  /** Said once when the server goes, and `undefined` once all that was kept meanwhile is told. */
  onAway: (message: string | undefined) => void;
  /** Who shares it, asked while the server is there. */
  describe: () => Promise<Omit<SharedStanding, "away" | "spooled">>;
  /** What is known of it while it is away. */
  described: Omit<SharedStanding, "away" | "spooled">;
  /** An entry that the server refuses for ever is left out, loudly. */
  onLost: (message: string) => void;
}
