// Makes one piece of work of many wishes for it: the first wish works at once, those that come while it works
// or too soon after become one more. However fast wishes come, one piece runs at a time.

export interface Coalesced {
  wish: () => void;
  end: () => void;
}

type After = (ms: number, run: () => void) => () => void;

const browserAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** `gapMs`: from the end of one piece of work to the start of the next. `work` must not reject. */
export function coalesce(
  work: () => Promise<void>,
  gapMs: number,
  after: After = browserAfter,
): Coalesced {
  let busy = false;
  let wished = false;
  let ended = false;
  let cancel = (): void => undefined;

  async function start(): Promise<void> {
    busy = true;
    wished = false;
    await work();
    if (ended) return;
    cancel = after(gapMs, () => {
      busy = false;
      if (wished) void start();
    });
  }

  return {
    wish() {
      wished = true;
      if (!busy && !ended) void start();
    },
    end() {
      ended = true;
      cancel();
    },
  };
}
