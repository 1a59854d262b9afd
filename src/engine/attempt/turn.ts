// Waits until one more request of an endpoint may leave. Sends nothing.
import type { Clock } from "../clock.ts";
import type { Requests } from "../pace/requests.ts";

export interface TurnPorts {
  clock: Clock;
  requests: Requests;
  /** Nobody waits any longer. */
  signal: AbortSignal;
}

/** True: it is counted, and may leave. False: not before `until` (ms since the epoch), or nobody waits any longer. */
export async function turnComes(
  { clock, requests, signal }: TurnPorts,
  until: number,
): Promise<boolean> {
  for (;;) {
    const now = clock.now();
    if (signal.aborted || now >= until) return false;
    if (requests.leave(now)) return true;
    const at = requests.leaveAt();
    if (at >= until) return false;
    await passed(clock, at - now, signal);
  }
}

function passed(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(delayMs, done);
    function done(): void {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
}
