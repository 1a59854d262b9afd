// The config file of this Gateway, read and written by the host's own functions. The one place that asks for a write.
//
// `config.patch` would do for a caller from outside. Within the plugin it waits for the change to be taken up, which
// waits for the plugin's own call to end; `mutateConfigFile` ends when the file is written.
import type { OpenClawPluginApi } from "openclaw/plugin-sdk/plugin-entry";

/** `config` is as written: with `$include`, variables and references. */
export interface ConfigText {
  file: string;
  text: string;
  config: unknown;
  /** The host takes it as it is. */
  valid: boolean;
}

export interface ConfigFile {
  read: () => Promise<ConfigText>;
  /**
   * `change` is given the file as it is now, and is asked again where somebody else wrote in between; it gives the
   * value for `keys`, or throws what is thrown on, and nothing is written. Rejects with the host's words where it does
   * not write.
   */
  write: (
    change: (now: ConfigText) => { keys: readonly string[]; value: unknown },
  ) => Promise<void>;
}

const MOST_TRIES = 3;

export function configFileOf({ runtime }: Pick<OpenClawPluginApi, "runtime">): ConfigFile {
  return {
    async read() {
      const { readConfigFileSnapshotForWrite } =
        await import("openclaw/plugin-sdk/config-mutation");
      return asWritten((await readConfigFileSnapshotForWrite()).snapshot);
    },
    async write(change) {
      for (let tries = 1; ; tries += 1) {
        try {
          await runtime.config.mutateConfigFile({
            afterWrite: { mode: "auto" },
            mutate(draft, { snapshot }) {
              const { keys, value } = change(asWritten(snapshot));
              put(draft as Record<string, unknown>, keys, value);
            },
          });
          return;
        } catch (error) {
          if (tries === MOST_TRIES || !isOvertaken(error)) throw error;
        }
      }
    },
  };
}

/** The host's own mark of a write that came too late (`ConfigMutationConflictError`). */
function isOvertaken(error: unknown): boolean {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}

interface Snapshot {
  path: string;
  raw: string | null;
  parsed: unknown;
  valid: boolean;
}

function asWritten({ path, raw, parsed, valid }: Snapshot): ConfigText {
  return { file: path, text: raw ?? "", config: parsed, valid };
}

/** What lies on the way is an object, or is made one: `keys` were found by somebody who looked. */
function put(draft: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [last = "", ...above] = keys.toReversed();
  let at = draft;
  for (const key of above.toReversed()) at = (at[key] ??= {}) as Record<string, unknown>;
  at[last] = value;
}
