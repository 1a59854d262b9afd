// Which rows of a long list have to be there for what is in sight. All sizes in px.

export interface Sight {
  scrollTop: number;
  height: number;
  rowHeight: number;
  count: number;
}

/** Rows kept beside what is in sight, so that a quick scroll shows no hole. */
const SPARE_ROWS = 12;

/** `[first, end)`. */
export function visibleRows({ scrollTop, height, rowHeight, count }: Sight): {
  first: number;
  end: number;
} {
  const top = Math.floor(scrollTop / rowHeight) - SPARE_ROWS;
  const bottom = Math.ceil((scrollTop + height) / rowHeight) + SPARE_ROWS;
  const end = Math.max(0, Math.min(count, bottom));
  return { first: Math.max(0, Math.min(top, end)), end };
}

/** Where to scroll so that a row is in sight, `covered` px at the top being taken; the same place if it is. */
export function scrolledTo(row: number, sight: Omit<Sight, "count">, covered: number): number {
  const { scrollTop, height, rowHeight } = sight;
  const top = row * rowHeight;
  const room = height - covered;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + room) return top + rowHeight - room;
  return scrollTop;
}
