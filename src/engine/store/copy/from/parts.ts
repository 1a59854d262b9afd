// A log in parts that fit into memory, whatever is in it. Knows no table.
import type { Row } from "../../rows/deliveries.ts";

/** Oldest first. `next`: where to go on; absent = nothing follows. */
export interface PartOf<Item> {
  items: Item[];
  next?: number;
}

/** Of what is read at once: rows, and bytes of what can be large. */
export interface Bounds {
  rows: number;
  bytes: number;
}

/** As many as fit, at least one. */
export function boundedPart(
  rows: Iterable<Row>,
  { rows: most, bytes }: Bounds,
  sizeOfRow: (row: Row) => number,
): Row[] {
  const part: Row[] = [];
  let size = 0;
  for (const row of rows) {
    part.push(row);
    size += sizeOfRow(row);
    if (part.length >= most || size >= bytes) break;
  }
  return part;
}

export function withNext<Item>(items: Item[], rows: readonly Row[]): PartOf<Item> {
  const last = rows.at(-1);
  return { items, ...(last !== undefined && { next: Number(last["seq"]) }) };
}

export function sizeOf(...texts: unknown[]): number {
  return texts.reduce<number>((sum, text) => sum + (typeof text === "string" ? text.length : 0), 0);
}

/** One part after another, until nothing follows. */
export function* partsIn<Item>(
  read: (from: number | undefined) => PartOf<Item>,
): Generator<Item[]> {
  for (let part = read(undefined); part.next !== undefined; part = read(part.next)) {
    yield part.items;
  }
}

/** In parts of so many. */
export function* partsOf<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let part: Item[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
