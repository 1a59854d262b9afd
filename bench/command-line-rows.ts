// The rows of the command line, from what `command-line.ts` reports.
import { ratio, row, withGoal, type Measured, type Row } from "./rows.ts";

export function commandLineRows(all: readonly Measured[]): Row[] {
  const ours = row("openclaw webhook list", "ms", all, "webhookListMs");
  const host = row("openclaw hooks list", "ms", all, "hooksListMs");
  const bare = row("a plugin's command that does nothing", "ms", all, "bareCommandMs");
  return [
    ours,
    host,
    bare,
    withGoal(ratio("openclaw webhook list ÷ openclaw hooks list", ours, host), "<=", 1.5),
    ratio("openclaw webhook list ÷ a plugin's command that does nothing", ours, bare),
  ];
}
