// `openclaw webhook requests`: names, options and help. Without a subcommand it lists.
import { replayRequest } from "./commands/replay-request.ts";
import { listRequests, showRequest } from "./commands/requests.ts";
import type { Command } from "./offline/command.ts";
import {
  example,
  JSON_LINES,
  ONE_JSON,
  SINCE,
  TEXT,
  UNTIL,
  WITH_BODY,
  type Action,
} from "./wording.ts";

export function registerRequests(webhook: Command, action: Action): void {
  const requests = webhook
    .command("requests")
    .description("Show inbound requests")
    .addHelpText("after", example("openclaw webhook requests"));
  requests
    .command("list", { isDefault: true })
    .description("Show inbound requests, newest first")
    .option("--recent <count>", "How many (default: 20)")
    .option("--status <status>", "rejected, filtered, waiting, running, completed, failed, …")
    .option("--route <name>", "Only of this route")
    .option("--agent <id>", "Only those that ran this agent")
    .option("--text <text>", TEXT)
    .option("--since <time>", SINCE)
    .option("--until <time>", UNTIL)
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook requests list --status rejected"))
    .action(action(listRequests));
  requests
    .command("show")
    .description("Show an inbound request and the verdict of each step")
    .argument("<id>", "req_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook requests show req_…"))
    .action(action(showRequest));
  requests
    .command("replay")
    .description("Run a stored request again, by the settings of now")
    .argument("<id>", "req_…")
    .option("--dry-run", "Show each verdict and the prompt, and start nothing")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook requests replay req_… --dry-run"))
    .action(action(replayRequest));
}
