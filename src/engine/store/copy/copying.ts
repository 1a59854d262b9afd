// What each half of a copy is given. Types and nothing else.
import type { Connection } from "../postgres/server/connection.ts";
import type { OpenedFile } from "./from/opened-file.ts";
import type { Bounds } from "./from/parts.ts";
import type { Ledger } from "./ledger.ts";
import type { Shift } from "./to/deliveries.ts";

export interface Copying {
  file: OpenedFile;
  connection: Connection;
  instance: string;
  shift: Shift;
  bounds: Bounds;
  ledger: Ledger;
  /** Ms since the epoch, by the file's clock. */
  now: number;
}
