// The rows of the command line.
import { measureInGateway, type Extent } from "./measure.ts";
import { ratio, row, withGoal, type Row } from "./rows.ts";

export async function commandLineRows({ runs }: Extent): Promise<Row[]> {
  const all = await measureInGateway(runs, "command-line.ts");
  const ours = row("openclaw webhook list", "ms", all, "webhookListMs");
  const host = row("openclaw hooks list", "ms", all, "hooksListMs");
  const bare = row("a plugin's command that does nothing", "ms", all, "bareCommandMs");
  const own = row("openclaw-webhook list", "ms", all, "ownListMs");
  return [
    ours,
    own,
    host,
    bare,
    withGoal(ratio("own list ÷ hooks list", own, host), "<=", 0.25),
    withGoal(ratio("openclaw webhook list ÷ openclaw hooks list", ours, host), "<=", 1.5),
    ratio("openclaw webhook list ÷ a plugin's command that does nothing", ours, bare),
  ];
}
