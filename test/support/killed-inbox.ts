// A process that accepts requests without end and is killed meanwhile: says which of them were acknowledged
// once that are enough. Arguments: path of the log, how many are enough.
import { createEngineClient } from "../../src/engine/thread/client.ts";
import { settingsOf } from "./engine-fixture.ts";
import { sampleRequest } from "./inbox-samples.ts";

const [path = "", enough = "0"] = process.argv.slice(2);
const client = createEngineClient({
  path,
  settings: settingsOf(),
  userAgent: "openclaw-event-webhooks/0.0.0-test",
});
const acknowledged: string[] = [];
let made = 0;

async function acceptWithoutEnd(): Promise<void> {
  for (;;) {
    made += 1;
    const request = sampleRequest(made);
    await client.call("accept", [[request], Number.MAX_SAFE_INTEGER]);
    acknowledged.push(request.id);
    if (acknowledged.length === Number(enough)) process.send?.(acknowledged);
  }
}

await Promise.all(Array.from({ length: 20 }, acceptWithoutEnd));
