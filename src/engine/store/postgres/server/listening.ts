// One connection that does nothing but listen to a channel.
import pg from "pg";
import { CONNECT_TIMEOUT_MS, type ConnectionOptions } from "./connection.ts";

export type ListenOptions = Pick<ConnectionOptions, "url" | "schema" | "ssl" | "applicationName">;

export interface Listening {
  /** Never rejects. */
  close: () => Promise<void>;
}

/**
 * @param onEnd Called once when the connection is gone, closed here or there.
 * @throws Error as it comes when the server cannot be reached.
 */
export async function listenOn(
  { url, ssl, applicationName }: ListenOptions,
  channel: string,
  onWord: (word: string) => void,
  onEnd: () => void,
): Promise<Listening> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...(ssl !== undefined && { ssl }),
  });
  client.on("error", () => undefined);
  client.on("end", onEnd);
  client.on("notification", ({ payload }) => onWord(payload ?? ""));
  const close = async (): Promise<void> => {
    await client.end().catch(() => undefined);
  };
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
