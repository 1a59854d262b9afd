// Requests that are accepted in a second, each stored durably before its answer: by the engine of a file, or of a
// PostgreSQL where one is named. 32 at a time, as a Gateway has them from its callers.
import { withEngine } from "../engine.ts";
import type { NewRequest } from "../../src/engine/inbox/inbox.ts";
import { sampleRequest } from "../../test/support/inbox-samples.ts";
import { reportPerSecond } from "../report.ts";

const [count = "0", warmup = "0", database] = process.argv.slice(2);
const AT_ONCE = 32;
const TEXT = JSON.stringify({ text: "The deployment has finished. ".repeat(30) });
let made = 0;

function newRequest(): NewRequest {
  made += 1;
  return sampleRequest(made, {
    receivedAt: Date.now(),
    body: { text: TEXT, encoding: "utf8", bytes: TEXT.length },
    dedupeForMs: 86_400_000,
  });
}

await withEngine(
  "http://127.0.0.1:9/hook",
  async (client) => {
    const accept = async (total: number): Promise<void> => {
      let left = total;
      const caller = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          await client.call("accept", [[newRequest()], 1_000_000]);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, caller));
    };
    await accept(Number(warmup));
    await reportPerSecond(Number(count), () => accept(Number(count)));
  },
  database === undefined ? {} : { store: { url: database, schema: "bench" } },
);
