// Reads a secret in its three shapes. Never shows one, nor looks one up.
import type { SecretEntry, SecretRef, SecretsConfig } from "../../generated/config.ts";
import { configPath } from "../../language/config-path.ts";
import { missingVariable, SET_VARIABLE } from "../problem/variables.ts";
import type { Secret } from "./secret.ts";
import type { Problem } from "../settings.ts";

/** Date, or date and time with an explicit offset: without one the same text means two moments. */
const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Secrets in the order written (newest first), and what keeps them from being used. */
export interface SecretReading {
  secrets: Secret[];
  problems: Problem[];
}

/** `now` in ms since the epoch: a list whose every entry has expired holds none. */
export function readSecrets(
  config: SecretsConfig | undefined,
  path: string,
  now: number,
): SecretReading {
  const reading: SecretReading = { secrets: [], problems: [] };
  if (config === undefined) return reading;
  if (!Array.isArray(config)) {
    readEntry({ value: config }, path, path, reading);
    return reading;
  }
  for (const [index, entry] of config.entries()) {
    const entryPath = configPath(path, index);
    readEntry(entry, configPath(entryPath, "value"), configPath(entryPath, "expiresAt"), reading);
  }
  const expired = reading.secrets.every(({ expiresAt }) => (expiresAt ?? Infinity) <= now);
  if (reading.problems.length === 0 && expired) {
    reading.problems.push({ path, message: "every secret in the list has expired" });
  }
  return reading;
}

function readEntry(
  entry: SecretEntry,
  valuePath: string,
  expiryPath: string,
  { secrets, problems }: SecretReading,
): void {
  if (typeof entry.value !== "string") {
    problems.push({ path: valuePath, message: unresolvedMessage(entry.value) });
    return;
  }
  if (entry.expiresAt === undefined) {
    secrets.push({ value: entry.value });
    return;
  }
  const expiresAt = parseTime(entry.expiresAt);
  if (expiresAt !== undefined) {
    secrets.push({ value: entry.value, expiresAt });
    return;
  }
  const message = `expected an ISO 8601 time such as "2026-03-14T10:30:00Z", found ${JSON.stringify(entry.expiresAt.slice(0, 40))}`;
  problems.push({ path: expiryPath, message });
}

/** What keeps one secret, not a list of them, from being used. */
export function unresolvedSecret(value: unknown, path: string): Problem[] {
  if (typeof value === "string" || value === undefined) return [];
  return [{ path, message: unresolvedMessage(value as SecretRef) }];
}

/** The plugin looks for what the host resolves anew (`host/secret-reload.ts`). */
const STORE_SECRET = "put it there, then run `openclaw secrets reload`";

function unresolvedMessage({ source, provider, id }: SecretRef): string {
  // The host makes one of every `${NAME}` that stands where a secret may.
  if (source === "env" && (provider ?? "default") === "default") return missingVariable(id);
  const at = provider === undefined ? source : `${source}:${provider}`;
  return `the Gateway did not resolve the secret reference ${at} "${id}"; ${source === "env" ? SET_VARIABLE : STORE_SECRET}`;
}

function parseTime(text: string): number | undefined {
  const day = ISO_8601.exec(text)?.[1];
  const time = Date.parse(text);
  if (day === undefined || Number.isNaN(time)) return undefined;
  // Date.parse rolls February 30 over into March.
  const midnight = new Date(`${day}T00:00:00Z`);
  return midnight.toISOString().startsWith(day) ? time : undefined;
}
