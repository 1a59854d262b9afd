// Where the log is kept, if not in a file of this Gateway. Shows no password.
import { isAbsolute } from "node:path";
import type { StoreConfig } from "../generated/config.ts";
import { isAtOrBelow } from "./problem/path.ts";
import { findMissingVariables } from "./problem/variables.ts";
import { unresolvedSecret } from "./secret/secrets.ts";
import type { Problem, StoreSettings } from "./settings.ts";

const DEFAULT_SCHEMA = "event_webhooks";

/** What libpq means by them, https://www.postgresql.org/docs/current/libpq-ssl.html; we check the name or speak no TLS. */
const MODES: Readonly<Record<string, boolean>> = {
  disable: false,
  require: true,
  "verify-ca": true,
  "verify-full": true,
};

/** What its schema cannot say; the definition holds for it. A variable that is missing in it is told elsewhere. */
export function checkStore(raw: unknown): Problem[] {
  if (raw === undefined || findMissingVariables(raw, "store").length > 0) return [];
  const store = raw as StoreConfig;
  const secrets = (["url", "password", "ca"] as const).flatMap((key) =>
    unresolvedSecret(store[key], `store.${key}`),
  );
  if (secrets.length > 0 || typeof store.url !== "string") return secrets;
  return [...checkUrl(store.url), ...checkCa(store.ca)];
}

/** `problems`: of the whole frame; where one is of the store, nothing else is taken in its place. */
export function readStore(
  raw: unknown,
  problems: readonly Problem[],
): StoreSettings | { problem: string } | undefined {
  if (raw === undefined) return undefined;
  const found = problems.find(({ path }) => isAtOrBelow(path, "store"));
  if (found !== undefined) return { problem: `${found.path}: ${found.message}` };
  return buildStore(raw as StoreConfig);
}

function buildStore(raw: StoreConfig): StoreSettings {
  const url = new URL(typeof raw.url === "string" ? raw.url : "");
  const mode = url.searchParams.get("sslmode") ?? "disable";
  url.searchParams.delete("sslmode");
  if (typeof raw.password === "string") url.password = encodeURIComponent(raw.password);
  const ca = typeof raw.ca === "string" ? raw.ca : undefined;
  const speaksTls = MODES[mode] === true || ca !== undefined;
  return {
    url: url.href,
    schema: raw.schema ?? DEFAULT_SCHEMA,
    ...(speaksTls && { tls: ca === undefined ? {} : { ca } }),
  };
}

function checkUrl(text: string): Problem[] {
  const path = "store.url";
  const said = (message: string): Problem[] => [{ path, message }];
  if (!URL.canParse(text)) return said(`is no URL; ${EXAMPLE}`);
  const url = new URL(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    return said(`begins with "${url.protocol}"; only PostgreSQL can be shared: ${EXAMPLE}`);
  }
  if (url.hostname === "") return said(`names no host; ${EXAMPLE}`);
  if (url.pathname.length < 2) return said(`names no database; ${EXAMPLE}`);
  const mode = url.searchParams.get("sslmode");
  if (mode === null || mode in MODES) return [];
  return said(
    `sslmode=${mode.slice(0, 20)} would take any server, or none; write sslmode=verify-full, or sslmode=disable`,
  );
}

const EXAMPLE = 'write "postgres://user@host:5432/database?sslmode=verify-full"';

function checkCa(ca: unknown): Problem[] {
  if (typeof ca !== "string") return [];
  const path = "store.ca";
  if (!ca.includes("-----BEGIN") && !isAbsolute(ca)) {
    return [
      {
        path,
        message: 'is neither PEM ("-----BEGIN …") nor the absolute path of a file that holds it',
      },
    ];
  }
  return [];
}
