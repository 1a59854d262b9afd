// `openclaw webhook support`: what a report needs of what the host did that no rule expects. Without contents.
import type { Cli } from "../cli.ts";

interface Support {
  plugin: string;
  node: string;
  unexpected: object[];
}

export async function support(cli: Cli): Promise<void> {
  const found = await cli.ask<Support>("support", {});
  cli.print(JSON.stringify(found, null, 2));
  const { length } = found.unexpected;
  cli.notice(
    length === 0
      ? "The host did nothing that no rule expects since the Gateway started."
      : "Contents are masked; keys, lengths, kinds and channels are not. Attach it to a report.",
  );
}
