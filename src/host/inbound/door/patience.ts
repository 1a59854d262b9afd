// What is in memory of requests whose callers wait for the end of a run: bounded by bytes, all of them together.
// Whoever finds no room is answered at once, as if it had waited long enough; its run goes on.

export interface Patience {
  /** Gives the room back. Undefined: there is none. */
  keep: (bytes: number) => (() => void) | undefined;
}

const MAX_BYTES = 64 * 1024 * 1024;

export function createPatience(maxBytes = MAX_BYTES): Patience {
  let held = 0;
  return {
    keep(bytes) {
      if (held + bytes > maxBytes) return undefined;
      held += bytes;
      return () => {
        held -= bytes;
      };
    },
  };
}
