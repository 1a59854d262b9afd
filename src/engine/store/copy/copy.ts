// Copies the log of a file into the shared one, so that it can be broken off at any moment and begun again: what has
// ended goes first, a part at a time; all that waits, and what may be added only once, follows in one transaction.
import { systemClock } from "../../clock.ts";
import { connect, type Connection } from "../postgres/server/connection.ts";
import { shiftOf } from "../postgres/server/server-time.ts";
import { wayTo, type SharedWay } from "../postgres/server/way.ts";
import type { Copying } from "./copying.ts";
import { countFile, countShared, PARTS } from "./counts.ts";
import { handOver } from "./hand-over.ts";
import { copyHistory } from "./history.ts";
import type { Bounds } from "./from/parts.ts";
import { readSecretRoutes } from "./from/memory.ts";
import { openFile } from "./from/opened-file.ts";
import { createLedger } from "./ledger.ts";
import type { CopyReport, PartCount, Progress } from "./report.ts";
import { alone, prepareSchema, readDone } from "./to/copied-files.ts";
import type { Shift } from "./to/deliveries.ts";

export interface CopyOptions extends SharedWay {
  /** Of the file. */
  path: string;
  /** Called after each part. */
  onProgress: (progress: Progress) => void;
  /** Of what is in memory at once. */
  bounds?: Bounds;
}

const BOUNDS: Bounds = { rows: 500, bytes: 4_000_000 };
/** Clocks that differ by less go alike. */
const ALIKE_MS = 1000;

/**
 * The file is set aside when all of it is there. Broken off before, it is as it was, and nothing of what waits in it is
 * sent by others.
 * @throws StoreError in words for a person where it cannot begin, or go on.
 */
export async function copyLog(options: CopyOptions): Promise<CopyReport> {
  const { path, schema, instance, onProgress, bounds = BOUNDS } = options;
  const file = await openFile(path);
  const connection = connect(wayTo(options));
  try {
    return await alone(connection, schema, async () => {
      await prepareSchema(connection, schema);
      const inFile = countFile(file.db);
      const ledger = createLedger(inFile, onProgress);
      const shift = await readShift(connection);
      const copying = { file, connection, instance, shift, bounds, ledger, now: Date.now() };
      const doneBefore = await readDone(connection.ask, file.id);
      if (doneBefore === undefined) {
        await copyHistory(copying);
        await handOver(copying);
      }
      ledger.tell("all");
      const report = await reportOf(copying, doneBefore);
      return { ...report, keptAs: file.setAside() };
    });
  } finally {
    await file.close();
    await connection.close();
  }
}

async function readShift({ ask }: Connection): Promise<Shift> {
  const shift = await shiftOf(ask, systemClock);
  return {
    past: Math.abs(shift) < ALIKE_MS ? 0 : Math.round(shift),
    due: Math.abs(shift) < ALIKE_MS ? Math.max(0, Math.ceil(shift)) : Math.ceil(shift),
  };
}

async function reportOf(
  { file, connection, ledger }: Copying,
  doneBefore: number | undefined,
): Promise<Omit<CopyReport, "keptAs">> {
  const inFile = countFile(file.db);
  const shared: Partial<Record<PartCount["part"], number>> = await countShared(
    file.db,
    connection.ask,
  );
  const counts = PARTS.map((part): PartCount => {
    const { copied, leftOut, why } = ledger.of(part);
    const inShared = shared[part];
    return {
      part,
      inFile: inFile[part],
      copied,
      there: inFile[part] - copied - leftOut,
      leftOut,
      ...(why !== undefined && { why }),
      ...(inShared !== undefined && { inShared }),
    };
  });
  return {
    counts,
    secrets: readSecretRoutes(file.db),
    waiting: ledger.waiting(),
    ...(doneBefore !== undefined && { doneBefore }),
  };
}
