// `openclaw webhook stats`: what the log holds, in numbers.
import type { Stats } from "../../view/questions.ts";
import type { Cli } from "../cli.ts";
import { duration } from "../time.ts";

export async function stats(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const counted = await cli.ask<Stats>("stats");
  if (json === true) return cli.print(JSON.stringify(counted));
  const { pending, failed, delivered, dead, events, oldestActiveAt } = counted;
  const rows: readonly [string, number, string][] = [
    ["delivered", delivered, ""],
    ["pending", pending, "waiting for an attempt"],
    ["failed", failed, "another attempt will come"],
    ["dead", dead, "no attempt will come; `openclaw webhook retry --status dead` sends them again"],
    ["events", events, ""],
  ];
  const width = Math.max(...rows.map(([, count]) => String(count).length));
  for (const [name, count, meaning] of rows) {
    const note = count > 0 && meaning !== "" ? `  ${meaning}` : "";
    cli.print(`${name.padEnd(10)}${String(count).padStart(width)}${cli.colour("dim", note)}`);
  }
  if (oldestActiveAt === undefined) return;
  const waits = duration(Math.max(0, cli.now() - Date.parse(oldestActiveAt)));
  cli.print(`The oldest that is not settled has waited ${waits}.`);
}
