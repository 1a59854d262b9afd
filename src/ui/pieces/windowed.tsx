// A long list of rows of one height, of which only those in sight are there. The keyboard moves through all of
// them; the focus stays on the list, so that no row can take it along when it leaves.
import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { scrolledTo, visibleRows } from "../data/visible.ts";

interface Props {
  label: string;
  ids: readonly string[];
  /** px, the same for every row. */
  rowHeight: number;
  header?: ComponentChildren;
  headerHeight: number;
  active?: string;
  activate: (id: string) => void;
  open: (id: string) => void;
  row: (id: string, index: number) => ComponentChildren;
  /** The last rows come into sight. */
  atEnd: () => void;
  /** `still`: nothing may move what is seen, because somebody is at it. */
  seen: (first: number, end: number, still: boolean) => void;
  footer?: ComponentChildren;
}

const NEAR_END_ROWS = 40;
/** So long after the pointer moved over the list, a row may be about to be clicked. */
const POINTING_MS = 1000;

export function Windowed(props: Props): JSX.Element {
  const { label, ids, rowHeight, headerHeight, active, activate, open, row, footer } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ scrollTop: 0, height: 600 });
  const { pointing, point } = usePointing();
  const count = ids.length;
  const { first, end } = visibleRows({ ...sight, rowHeight, count });

  const measure = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight: height } = element;
    setSight((before) =>
      before.scrollTop === scrollTop && before.height === height ? before : { scrollTop, height },
    );
  }, []);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [measure]);

  useEffect(() => {
    const focused = scroller.current?.contains(document.activeElement) === true;
    const moved = active !== undefined && ids[0] !== active;
    props.seen(first, end, pointing || sight.scrollTop >= rowHeight / 2 || (focused && moved));
    if (end > count - NEAR_END_ROWS) props.atEnd();
  });

  function move(to: number): void {
    const index = Math.max(0, Math.min(count - 1, to));
    const id = ids[index];
    const element = scroller.current;
    if (id === undefined || !element) return;
    const { scrollTop, clientHeight: height } = element;
    element.scrollTop = scrolledTo(index, { scrollTop, height, rowHeight }, headerHeight);
    activate(id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = active === undefined ? -1 : ids.indexOf(active);
    const page = Math.max(1, Math.floor((sight.height - headerHeight) / rowHeight) - 1);
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      j: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      k: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(count - 1),
      Enter: () => active !== undefined && open(active),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  return (
    <div
      ref={scroller}
      class="ew-list"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={active !== undefined && ids.includes(active) ? active : undefined}
      tabIndex={0}
      onScroll={measure}
      onKeyDown={onKeyDown}
      onPointerMove={() => {
        point();
        // At once: what is drawn next may already have an answer in it that moves the rows.
        props.seen(first, end, true);
      }}
      onFocus={({ currentTarget }) => {
        // A click chooses its own row.
        const top = ids[Math.ceil(sight.scrollTop / rowHeight)];
        if (active === undefined && top !== undefined && currentTarget.matches(":focus-visible"))
          activate(top);
      }}
    >
      {props.header}
      <div class="ew-list-rows" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {ids.slice(first, end).map((id, index) => row(id, first + index))}
        </div>
      </div>
      {footer}
    </div>
  );
}

/** Whether the pointer moved over the list a moment ago. */
function usePointing(): { pointing: boolean; point: () => void } {
  const [pointing, setPointing] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const point = useCallback((): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setPointing(false), POINTING_MS);
    setPointing(true);
  }, []);
  return { pointing, point };
}
