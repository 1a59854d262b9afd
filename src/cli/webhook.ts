// `openclaw webhook`: names, options and help of every command.
import { purge, retry } from "./commands/bulk.ts";
import { endpoints, pause, resume } from "./commands/endpoints.ts";
import { explain } from "./commands/explain.ts";
import { list } from "./commands/list.ts";
import { replay } from "./commands/replay.ts";
import { show } from "./commands/show.ts";
import { stats } from "./commands/stats.ts";
import { test } from "./commands/test.ts";
import { register as registerCheck } from "./offline/check.ts";
import type { Command } from "./offline/command.ts";
import { register as registerLab } from "./offline/lab.ts";
import { register as registerSecret } from "./offline/secret.ts";
import { register as registerVerify } from "./offline/verify.ts";
import { registerRequests } from "./request-commands.ts";
import { MISUSE, runCommand, type WebhookPorts } from "./run.ts";
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

/** Commander passes its own refusals here; commands that are added later inherit it. */
interface WebhookCommand extends Command {
  exitOverride(onExit: (error: Error & { exitCode: number }) => never): unknown;
}

const MORE = `
Examples:
  openclaw webhook list --recent 20
  openclaw webhook list --status failed
  openclaw webhook explain dlv_…

Ids are shown by list: dlv_… is a delivery, evt_… its event, req_… an inbound request.
Exit codes: 0 done, 1 failed, 2 the command line is wrong.
`;

/** `program`: the host's root command. */
export function registerWebhook(program: Command, ports: WebhookPorts): void {
  const webhook = program.command("webhook") as WebhookCommand;
  webhook
    .description("Event webhooks: deliveries, endpoints and inbound requests")
    .addHelpText("after", MORE);
  // Also for what Commander itself refuses; the host prints it.
  webhook.exitOverride((error) => {
    if (error.exitCode !== 0) error.exitCode = MISUSE;
    throw error;
  });
  const action: Action =
    (command) =>
    (...args) =>
      runCommand(ports, command, args);
  registerReading(webhook, action);
  registerActing(webhook, action);
  registerRequests(webhook, action);
  registerVerify(webhook, { action });
  registerCheck(webhook, ports);
  registerSecret(webhook);
  registerLab(webhook);
}

function registerReading(webhook: Command, action: Action): void {
  webhook
    .command("list")
    .description("Show deliveries, newest first")
    .option("--recent <count>", "How many (default: 20)")
    .option("--status <status>", "pending, delivered, failed (with dead ones) or dead")
    .option("--endpoint <names>", "Only of this endpoint, or of several: a,b")
    .option("--event <types>", "Only of this event type, or of several: a,b")
    .option("--agent <id>", "Only of events of this agent")
    .option("--text <text>", TEXT)
    .option("--since <time>", SINCE)
    .option("--until <time>", UNTIL)
    .option("--follow", "Go on and show each change")
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook list --status failed --since 2h"))
    .action(action(list));
  webhook
    .command("show")
    .description("Show a delivery and each of its attempts")
    .argument("<id>", "dlv_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook show dlv_… --body"))
    .action(action(show));
  webhook
    .command("explain")
    .description("Say why something was sent, or was not")
    .argument("<id>", "dlv_…, evt_… or req_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook explain evt_…"))
    .action(action(explain));
  webhook
    .command("endpoints")
    .description("Show the endpoints and how they stand")
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook endpoints"))
    .action(action(endpoints));
  webhook
    .command("stats")
    .description("Show how many arrived, how fast, and what waits")
    .option("--range <range>", "hour, day (default) or week")
    .option("--endpoint <name>", "Only of this endpoint")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook stats --range week"))
    .action(action(stats));
}

function registerActing(webhook: Command, action: Action): void {
  webhook
    .command("retry")
    .description("Send deliveries again: by id, or all that a filter finds")
    .argument("[ids...]", "dlv_…")
    .option("--status <status>", "failed (with dead ones) or dead (default: failed)")
    .option("--endpoint <name>", "Only of this endpoint")
    .option("--event <type>", "Only of this event type")
    .option("--since <time>", SINCE)
    .option("--until <time>", "Created before")
    .option("--dry-run", "Count, and change nothing")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook retry --endpoint crm --since 1d --dry-run"))
    .action(action(retry));
  webhook
    .command("replay")
    .description("Send stored events once more, marked: by id, or all that a filter finds")
    .argument("[ids...]", "dlv_… or evt_…")
    .option("--event <types>", "Only of these event types: message.sent,tool.*")
    .option("--since <time>", SINCE)
    .option("--until <time>", "Happened before")
    .option("--endpoint <name>", "Only what this endpoint has deliveries of")
    .option("--to <name>", "Send it to this endpoint")
    .option("--missing", "Only what the endpoint has no delivery of")
    .option("--rate <count>", "Deliveries in a second (default: 50)")
    .option("--dry-run", "Count, and send nothing")
    .option("--json", ONE_JSON)
    .addHelpText(
      "after",
      example("openclaw webhook replay --since 1d --to crm --missing --dry-run"),
    )
    .action(action(replay));
  webhook
    .command("purge")
    .description("Delete deliveries from the log: those that have ended")
    .option("--endpoint <name>", "Only of this endpoint")
    .option("--event <type>", "Only of this event type")
    .option("--older-than <time>", "Older than 30d, or created before an ISO time")
    .option("--pending", "Instead, what is still to be sent; counts unless --yes is there")
    .option("--yes", "With --pending: delete it")
    .option("--dry-run", "Count, and change nothing")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook purge --older-than 30d --dry-run"))
    .action(action(purge));
  webhook
    .command("test")
    .description("Send a signed sample to an endpoint now")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--event <type>", "Event type of the sample (default: webhook.test)")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook test main-webhook --event error.occurred"))
    .action(action(test));
  webhook
    .command("pause")
    .description("Send nothing to an endpoint until it is resumed; its deliveries wait")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--reason <text>", "Shown wherever the endpoint is shown")
    .option("--json", ONE_JSON)
    .addHelpText("after", example('openclaw webhook pause crm --reason "moving servers"'))
    .action(action(pause));
  webhook
    .command("resume")
    .description("Send to an endpoint again")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook resume crm"))
    .action(action(resume));
}
