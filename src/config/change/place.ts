// Where the plugin's settings stand in the host's config, and whether they can be written there without loss. Pure.
import { isRecord } from "../problem/path.ts";
import { readBlock } from "../load.ts";
import type { Settings } from "./planned.ts";

/** `keys`: from the config's root to the settings, wrapper included. `why`: what keeps them from being written. */
export type Place =
  | { ok: true; keys: readonly string[]; block: Settings }
  | { ok: false; why: string };

const ENTRY = ["plugins", "entries", "event-webhooks", "config"] as const;

/** What the host puts in the place of a secret that it does not show (docs/gateway/configuration of the host). */
export const REDACTED = "__OPENCLAW_REDACTED__";

/** `config`: the host's, as written: with `$include`, variables and references. */
export function findPlace(config: unknown): Place {
  if (!isRecord(config)) return refuse("the config holds no object");
  if (Object.hasOwn(config, "webhooks"))
    return refuse(
      'the config has "webhooks" at its root, where the Gateway refuses it: `openclaw doctor --fix` moves it into place',
    );
  if (includes(config)) return refuse("the config takes its root from other files by $include");
  const keys: string[] = [];
  let at: Settings = config;
  for (const key of ENTRY) {
    keys.push(key);
    const value = at[key] ?? {};
    if (!isRecord(value)) return refuse(`${keys.join(".")} is no object`);
    if (includes(value)) return refuse(`${keys.join(".")} is taken from another file by $include`);
    at = value;
  }
  return withoutWrapper(keys, at);
}

function withoutWrapper(keys: readonly string[], config: Settings): Place {
  const reading = readBlock(config);
  const [problem] = reading.ok ? reading.problems : [reading.problem];
  if (problem !== undefined)
    return refuse(`${[...keys, problem.path].join(".")} ${problem.message}`);
  const inner = config["webhooks"];
  const wrapped = isRecord(inner);
  const place = wrapped ? [...keys, "webhooks"] : keys;
  const block = wrapped ? inner : config;
  const included = pathOfInclude(block, place.join("."));
  if (included !== undefined) return refuse(`${included} is taken from another file by $include`);
  if (holdsRedacted(config))
    return refuse(`${keys.join(".")} holds ${REDACTED}, which stands for a secret and is none`);
  return { ok: true, keys: place, block };
}

function refuse(why: string): Place {
  return { ok: false, why };
}

function includes(value: Settings): boolean {
  return Object.hasOwn(value, "$include");
}

function pathOfInclude(value: unknown, path: string): string | undefined {
  if (isRecord(value) && includes(value)) return path;
  for (const [key, item] of entriesOf(value)) {
    const found = pathOfInclude(item, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function holdsRedacted(value: unknown): boolean {
  return value === REDACTED || entriesOf(value).some(([, item]) => holdsRedacted(item));
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/**
 * Whether the file that was read is the config that the Gateway holds, which shows it with secrets redacted: all else
 * is the same.
 */
export function isSameConfig(written: unknown, shown: unknown): boolean {
  if (shown === REDACTED) return written !== undefined;
  if (Array.isArray(written) || Array.isArray(shown)) {
    if (!Array.isArray(written) || !Array.isArray(shown)) return false;
    return (
      written.length === shown.length &&
      written.every((item, index) => isSameConfig(item, shown[index]))
    );
  }
  if (!isRecord(written) || !isRecord(shown)) return Object.is(written, shown);
  const keys = Object.keys(written);
  return (
    keys.length === Object.keys(shown).length &&
    keys.every((key) => Object.hasOwn(shown, key) && isSameConfig(written[key], shown[key]))
  );
}

const STRING_OR_COMMENT = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\/\/|\/\*/g;

/** Whether a JSON5 text has comments, which the host leaves out when it writes. */
export function hasComments(text: string): boolean {
  return [...text.matchAll(STRING_OR_COMMENT)].some(([found]) => found.startsWith("/"));
}
