// Child process: copies a file's log into a shared one, and is killed by itself once it was so far. Arguments: path,
// schema, rows of a part, and after how many words of progress it dies (0 = never). Prints its peak of memory in MB.
import { copyLog } from "../../src/engine/store/copy/copy.ts";
import { postgresUrl } from "./postgres-log.ts";

const [path = "", schema = "", rows = "500", dieAt = "0"] = process.argv.slice(2);
let words = 0;

await copyLog({
  path,
  url: postgresUrl,
  schema,
  instance: "node-1",
  bounds: { rows: Number(rows), bytes: 4_000_000 },
  onProgress() {
    words += 1;
    if (words === Number(dieAt)) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
