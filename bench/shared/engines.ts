// One engine, or several at once, on one store: deliveries in a second of all of them.
import { fork } from "node:child_process";
import { once } from "node:events";
import { report } from "../report.ts";

interface Span {
  startedAt: number;
  endedAt: number;
}

const [database = "", engines = "1", count = "0", warmup = "0", window = "0"] =
  process.argv.slice(2);
const delivered = new Map<number, number>();
const spans: Span[] = [];
const over = Promise.withResolvers<void>();

const children = Array.from({ length: Number(engines) }, (_, index) =>
  fork(
    new URL("stubbed-engine.ts", import.meta.url),
    [database, `node-${index + 1}`, engines, count, warmup, window],
    { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] },
  ),
);
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));
for (const [index, child] of children.entries()) {
  child.on("message", (message: { own: number } | Span) => {
    if ("own" in message) {
      delivered.set(index, message.own);
      const ofAll = [...delivered.values()].reduce((sum, own) => sum + own, 0);
      for (const each of children) if (each.connected) each.send({ ofAll });
      return;
    }
    spans.push(message);
    if (spans.length === children.length) over.resolve();
  });
}
await over.promise;
const began = Math.min(...spans.map(({ startedAt }) => startedAt));
const ended = Math.max(...spans.map(({ endedAt }) => endedAt));
report({ perSecond: (Number(count) * children.length * 1000) / (ended - began) });
const exits = children.map((child) => once(child, "exit"));
for (const child of children) child.disconnect();
await Promise.all(exits);
