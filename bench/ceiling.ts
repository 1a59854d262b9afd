// The ceiling: undici and one HMAC per request in a loop, nothing stored. What any sender on this machine can reach.
import { createHmac } from "node:crypto";
import { Pool } from "undici";
import { CONNECTIONS, eventRecord, SECRET, USER_AGENT } from "./load.ts";

/** Requests per second. */
export async function measureCeiling(port: number, count: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS, pipelining: 1 });
  let sent = 0;
  const loop = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      await post(pool);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  const perSecond = (count * 1000) / (performance.now() - started);
  await pool.close();
  return perSecond;
}

async function post(pool: Pool): Promise<void> {
  const { id, json } = eventRecord(Date.now());
  const { timestamp, signature } = signed(json);
  const response = await pool.request({
    method: "POST",
    path: "/hook",
    headers: {
      "content-type": "application/json",
      "user-agent": USER_AGENT,
      "webhook-id": id,
      "x-openclaw-timestamp": timestamp,
      "x-openclaw-signature": signature,
    },
    body: json,
  });
  await response.body.dump();
  if (response.statusCode !== 204) throw new Error(`the receiver answered ${response.statusCode}`);
}

/** The signature that a receiver checks, made anew for each attempt. */
export function signed(body: string): { timestamp: string; signature: string } {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", SECRET).update(`${timestamp}.${body}`).digest("hex");
  return { timestamp, signature: `sha256=${digest}` };
}
