// The ceiling: undici and one HMAC per request in a loop, nothing stored. What any sender on this machine can reach.
import { CONNECTIONS, eventRecord } from "./load.ts";
import { createPoster } from "./post.ts";
import { reportPerSecond } from "./report.ts";

const [url = "", count = "0", warmup = "0"] = process.argv.slice(2);
const { post, close } = createPoster(url);

async function run(total: number): Promise<void> {
  let sent = 0;
  const loop = async (): Promise<void> => {
    while (sent < total) {
      sent += 1;
      await post(eventRecord(Date.now()));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
}

await run(Number(warmup));
await reportPerSecond(Number(count), () => run(Number(count)));
await close();
