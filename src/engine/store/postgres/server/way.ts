// How a Gateway connects to the server that it shares: by its settings.
import { readFileSync } from "node:fs";
import { StoreError } from "../../store-error.ts";
import type { ConnectionOptions } from "./connection.ts";

export interface SharedWay {
  url: string;
  schema: string;
  /** `ca`: a PEM, or the path of a file. The name of the server is always checked. */
  tls?: { ca?: string };
  /** Name of this Gateway among those that share the schema. */
  instance: string;
}

/** @throws StoreError "config" where the file of an issuer cannot be read. */
export function wayTo({ url, schema, tls, instance }: SharedWay): ConnectionOptions {
  return {
    url,
    schema,
    ...(tls !== undefined && { ssl: { rejectUnauthorized: true, ...issuersOf(tls) } }),
    applicationName: `openclaw-event-webhooks ${instance}`.slice(0, 63),
  };
}

function issuersOf({ ca }: { ca?: string }): { ca?: string } {
  if (ca === undefined) return {};
  if (ca.includes("-----BEGIN")) return { ca };
  try {
    return { ca: readFileSync(ca, "utf8") };
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new StoreError("config", `store.ca: the file ${ca} cannot be read: ${code}`, {
      cause: error,
    });
  }
}
