// The ceiling: undici and one HMAC per request in a loop, nothing stored. What any sender on this machine can reach.
import { Pool } from "undici";
import { CONNECTIONS, eventRecord, signed, USER_AGENT } from "./load.ts";
import { reportPerSecond } from "./report.ts";

const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);
const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS, pipelining: 1 });

async function post(): Promise<void> {
  const { id, json } = eventRecord(Date.now());
  const { timestamp, signature } = signed(json);
  const response = await pool.request({
    method: "POST",
    path: new URL(url).pathname,
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

async function run(total: number): Promise<void> {
  let sent = 0;
  const loop = async (): Promise<void> => {
    while (sent < total) {
      sent += 1;
      await post();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
}

await run(Number(warmup));
await reportPerSecond(Number(count), () => run(Number(count)));
await pool.close();
