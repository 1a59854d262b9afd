// `openclaw webhook requests`: names, options and help. Without a subcommand it lists.
import { example, JSON_LINES, ONE_JSON, SINCE, WITH_BODY, type Action } from "./command-help.ts";
import type { Command } from "./offline/command.ts";

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
    .option("--since <time>", SINCE)
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook requests list --status rejected"))
    .action(action(async () => (await import("./commands/requests.ts")).listRequests));
  requests
    .command("show")
    .description("Show an inbound request and the verdict of each step")
    .argument("<id>", "req_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook requests show req_…"))
    .action(action(async () => (await import("./commands/requests.ts")).showRequest));
}
