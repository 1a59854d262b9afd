// Child process: owns a log and commits group after group until it is killed, telling what is durable.
// Arguments: path of the log, deliveries per group, and the user to become, if any. Prints the number of each committed group, or a code.
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { StoreError } from "../../src/engine/store/store-error.ts";
import { arrivals, delivered, noon } from "./store-samples.ts";

const [path = "", size = "1", user] = process.argv.slice(2);
const perGroup = Number(size);

// Only now that all is loaded: the other user may not enter the folder that this file is in.
if (user !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}

/** Resolves when the other end has room for more: it may read more slowly than groups are committed. */
const tell = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));

try {
  const store = openSqliteStore({ path, onNotice: () => undefined });
  for (let groups = 0; ; groups += 1) {
    const numbers = Array.from({ length: perGroup }, (_, index) => groups * perGroup + index + 1);
    const settlements = groups === 0 ? [] : [delivered((groups - 1) * perGroup + 1)];
    const fresh = arrivals(numbers, { leaseUntil: noon + 60_000 });
    await store.commit({ ...fresh, settlements });
    await tell(`${groups + 1}`);
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  await tell(error.code);
}
