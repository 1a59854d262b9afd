// Under which names the Gateway is called, by the host's config: those whose pages may use its Control UI.
import { isRecord } from "../problem/path.ts";

/** `hostConfig`: all of openclaw.json5, or as much of it as is known. A `*` among the origins is no name. */
export function ownHostsOf(hostConfig: unknown): string[] {
  const gateway = isRecord(hostConfig) ? hostConfig["gateway"] : undefined;
  const controlUi = isRecord(gateway) ? gateway["controlUi"] : undefined;
  const origins = isRecord(controlUi) ? controlUi["allowedOrigins"] : undefined;
  if (!Array.isArray(origins)) return [];
  return origins.flatMap((origin: unknown) => {
    const host = typeof origin === "string" ? URL.parse(origin)?.hostname : undefined;
    return host === undefined || host === "" || host.includes("*") ? [] : [hostName(host)];
  });
}

/** Lower case and without a final dot, as names are compared. */
export function hostName(written: string): string {
  return written.toLowerCase().replace(/\.$/, "");
}
