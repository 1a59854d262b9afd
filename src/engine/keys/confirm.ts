// Calls the address by which a sender has its subscription confirmed. Must not choose it: whoever asks has held it to
// the sender's own hosts.
import type { Fetched } from "./fetch-document.ts";

/** Never rejects. `reason`: for the log; it holds no address, which is a secret. */
export type Confirm = (url: string) => Promise<{ ok: true } | { ok: false; reason: string }>;

export function createConfirm(fetch: (url: string) => Promise<Fetched>): Confirm {
  return async (url) => {
    const fetched = await fetch(url);
    return fetched.ok ? { ok: true } : fetched;
  };
}
