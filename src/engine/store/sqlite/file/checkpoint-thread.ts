// Entry of the thread that moves committed pages from the WAL into the database. Changes nothing that is in them.
import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

const db = new DatabaseSync(String(workerData));
// Passive: it waits for nobody, and nobody waits for it.
const checkpoint = db.prepare("PRAGMA wal_checkpoint(PASSIVE)");

parentPort?.on("message", () => {
  checkpoint.get();
  parentPort?.postMessage("done");
});
