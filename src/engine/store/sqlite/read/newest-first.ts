// Many index ranges as one list, newest first, without reading more of any than is asked for. Knows no table.

/** Up to `limit` row numbers of one range that are below `to`, newest first. */
export type ReadRange = (to: number, limit: number) => readonly number[];

interface Head {
  read: ReadRange;
  numbers: readonly number[];
  at: number;
  /** How many were asked for; fewer came when the range is at its end. */
  asked: number;
}

const FIRST_READ = 16;
const LONGEST_READ = 512;

/** The row numbers of all ranges below `to`, each range read in growing parts as it is needed. */
export function* newestFirst(ranges: readonly ReadRange[], to: number): Generator<number> {
  const heads = ranges
    .map((read) => ({ read, numbers: read(to, FIRST_READ), at: 0, asked: FIRST_READ }))
    .filter(({ numbers }) => numbers.length > 0)
    .sort((one, other) => numberOf(one) - numberOf(other));
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    yield numberOf(head);
    if (advance(head)) heads.splice(placeOf(head, heads), 0, head);
  }
}

function numberOf({ numbers, at }: Head): number {
  return numbers[at] ?? 0;
}

function advance(head: Head): boolean {
  head.at += 1;
  if (head.at < head.numbers.length) return true;
  const last = head.numbers.at(-1);
  if (last === undefined || head.numbers.length < head.asked) return false;
  head.asked = Math.min(head.asked * 4, LONGEST_READ);
  head.numbers = head.read(last, head.asked);
  head.at = 0;
  return head.numbers.length > 0;
}

/** Where it keeps `heads` sorted, the newest last. */
function placeOf(head: Head, heads: readonly Head[]): number {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = heads[middle];
    if (other !== undefined && numberOf(other) < numberOf(head)) low = middle + 1;
    else high = middle;
  }
  return low;
}
