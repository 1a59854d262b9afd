// First half of a copy: what has ended, each part a transaction of its own. Ids that are there are left alone, so that it
// goes on where it was.
import type { Copying } from "./copying.ts";
import { readDeliveries, readUnheard } from "./from/deliveries.ts";
import { readLimits, readNames } from "./from/memory.ts";
import { partsIn, partsOf } from "./from/parts.ts";
import { readRequests } from "./from/requests.ts";
import { CountChanges } from "../postgres/deliveries/counts.ts";
import type { Ask } from "../postgres/server/connection.ts";
import { writeDeliveries, writeUnheard, type Writing } from "./to/deliveries.ts";
import { writeLimits, writeNames } from "./to/memory.ts";
import { writeRequests } from "./to/requests.ts";

export async function copyHistory(copying: Copying): Promise<void> {
  // First of all what keeps a sender's repeat from being run once more.
  await copyNames(copying);
  await copyRequests(copying);
  await copyDeliveries(copying);
  await copyUnheard(copying);
}

async function copyNames({ file, connection, bounds, shift, ledger, now }: Copying): Promise<void> {
  for (const names of partsOf(readNames(file.db, "ended", now), bounds.rows)) {
    const copied = await connection.transaction((ask) => writeNames(ask, names, shift.past));
    ledger.add("names", names.length, copied);
    ledger.tell();
  }
  for (const limits of partsOf(readLimits(file.db), bounds.rows)) {
    const copied = await connection.transaction((ask) => writeLimits(ask, limits, shift.past));
    ledger.add("sessions", limits.length, copied);
    ledger.tell();
  }
}

async function copyRequests(copying: Copying): Promise<void> {
  const { file, connection, bounds, ledger } = copying;
  for (const items of partsIn((after) => readRequests(file.db, "ended", after, bounds))) {
    const copied = await connection.transaction((ask) => writeRequests(ask, items, copying));
    ledger.add("requests", items.length, copied);
    ledger.tell();
  }
}

async function copyDeliveries(copying: Copying): Promise<void> {
  const { file, bounds, ledger } = copying;
  for (const items of partsIn((before) => readDeliveries(file, "settled", before, bounds))) {
    const written = await counted(copying, (ask, writing) => writeDeliveries(ask, items, writing));
    ledger.add("events", written.events, written.events);
    ledger.add("attempts", written.attempts, written.attempts);
    ledger.add("deliveries", items.length, written.deliveries);
    ledger.tell();
  }
}

async function copyUnheard(copying: Copying): Promise<void> {
  const { file, bounds, ledger } = copying;
  for (const items of partsIn((before) => readUnheard(file, before, bounds))) {
    const copied = await counted(copying, (ask, writing) => writeUnheard(ask, items, writing));
    ledger.add("events", items.length, copied);
    ledger.tell();
  }
}

function counted<Result>(
  { connection, instance, shift }: Copying,
  work: (ask: Ask, writing: Writing) => Promise<Result>,
): Promise<Result> {
  return connection.transaction(async (ask) => {
    const counts = new CountChanges();
    const result = await work(ask, { instance, shift, counts });
    await counts.write(ask, instance);
    return result;
  });
}
