// Hears of secrets that the host has resolved anew. `openclaw secrets reload` publishes a new config within the process
// and starts channels again, but no plugin (host source: server-secrets-reload), so the plugin looks at it by itself.
import { isDeepStrictEqual } from "node:util";

/** Comparing two references costs nothing. */
const LOOK_EVERY_MS = 500;

export interface ReloadPorts {
  /** What the host has published: the same object for as long as nothing changes. */
  published: () => unknown;
  /** Our settings in it. */
  settingsIn: (published: unknown) => unknown;
  /** What runs now. */
  applied: unknown;
  apply: (settings: unknown) => Promise<void>;
}

/**
 * Applies what has changed, one change at a time, once it has stood for two looks: a config that is saved is published
 * as well, and the host then replaces the plugin by itself. Returns what ends it, after a change that is under way.
 */
export function watchSecrets(ports: ReloadPorts): () => Promise<void> {
  let { applied } = ports;
  let seen: unknown;
  let settled: unknown;
  let work: Promise<void> | undefined;
  const look = (): void => {
    const published = ports.published();
    if (published === settled || work !== undefined) return;
    if (published !== seen) {
      seen = published;
      return;
    }
    settled = published;
    const settings = ports.settingsIn(published);
    if (settings === undefined || isDeepStrictEqual(settings, applied)) return;
    applied = settings;
    work = ports.apply(settings).finally(() => {
      work = undefined;
    });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await work;
  };
}
