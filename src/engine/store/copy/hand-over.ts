// Second half of a copy, in one transaction: what waits is the file's until it is committed, and the Gateways' of the
// shared log from then on. With it goes what must be added once.
import { CountChanges } from "../postgres/deliveries/counts.ts";
import type { Ask } from "../postgres/server/connection.ts";
import type { Copying } from "./copying.ts";
import { readDeliveries } from "./from/deliveries.ts";
import { readEndpoints, readFigures, readNames } from "./from/memory.ts";
import { partsIn, partsOf } from "./from/parts.ts";
import { isActive, readRequests } from "./from/requests.ts";
import { noteDone } from "./to/copied-files.ts";
import { writeDeliveries } from "./to/deliveries.ts";
import { addFigures, noteLosses, writeEndpoints, writeNames } from "./to/memory.ts";
import { writeRequests } from "./to/requests.ts";

export async function handOver(copying: Copying): Promise<void> {
  const { file, connection, instance, ledger } = copying;
  const again = ledger.mark();
  await connection.transaction(async (ask) => {
    again();
    await handOverRequests(copying, ask);
    await handOverDeliveries(copying, ask);
    await handOverFigures(copying, ask);
    await noteDone(ask, file.id, instance);
    ledger.tell();
  });
}

async function handOverRequests(copying: Copying, ask: Ask): Promise<void> {
  const { file, bounds, shift, ledger, now } = copying;
  for (const items of partsIn((after) => readRequests(file.db, "active", after, bounds))) {
    ledger.add("requests", items.length, await writeRequests(ask, items, copying));
    ledger.waits("requests", items.filter(isActive).length);
    ledger.tell();
  }
  for (const names of partsOf(readNames(file.db, "active", now), bounds.rows)) {
    ledger.add("names", names.length, await writeNames(ask, names, shift.past));
  }
  const expired = file.db
    .prepare("SELECT count(*) AS count FROM request_names WHERE expires_at <= ?")
    .get(now);
  ledger.leaveOut("names", Number(expired?.["count"]), "no longer remembered");
}

async function handOverDeliveries(copying: Copying, ask: Ask): Promise<void> {
  const { file, bounds, instance, shift, ledger } = copying;
  const endpoints = readEndpoints(file.db);
  const counts = new CountChanges();
  await noteLosses(ask, endpoints);
  for (const which of ["unread", "active"] as const) {
    for (const items of partsIn((from) => readDeliveries(file, which, from, bounds))) {
      const written = await writeDeliveries(ask, items, { instance, shift, counts });
      ledger.add("events", written.events, written.events);
      ledger.add("attempts", written.attempts, written.attempts);
      ledger.add("deliveries", items.length, written.deliveries);
      ledger.waits("deliveries", written.deliveries);
      ledger.tell();
    }
  }
  const states = endpoints.filter(({ state }) => state !== undefined).length;
  const fresh = await writeEndpoints(ask, endpoints, { instance, shift: shift.past });
  ledger.add("endpoints", states, fresh);
  await counts.write(ask, instance);
}

async function handOverFigures(copying: Copying, ask: Ask): Promise<void> {
  const { file, bounds, instance, shift, ledger } = copying;
  for (const figures of partsOf(readFigures(file.db), bounds.rows)) {
    await addFigures(ask, figures, instance, shift.past);
    ledger.add("figures", figures.length, figures.length);
  }
}
