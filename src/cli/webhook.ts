// `openclaw webhook`: names, options and help of every command. What a command does is loaded when it runs.
import {
  example,
  JSON_LINES,
  ONE_JSON,
  SINCE,
  WITH_BODY,
  type Action,
  type Run,
} from "./command-help.ts";
import { Failure } from "./failure.ts";
import type { Command } from "./offline/command.ts";
import { registerRequests } from "./register-requests.ts";
import { createSource, type SourcePorts } from "./source.ts";
import { openTerminal, type TerminalStreams } from "./terminal.ts";

export interface WebhookPorts extends Pick<SourcePorts, "callGateway" | "databasePath"> {
  streams: TerminalStreams;
}

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

const FAILED = 1;
const MISUSE = 2;

/** `program`: the host's root command. */
export async function registerWebhook(program: Command, ports: WebhookPorts): Promise<void> {
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
    (load) =>
    (...args) =>
      run(ports, load, args);
  registerReading(webhook, action);
  registerActing(webhook, action);
  registerRequests(webhook, action);
  const offline = await Promise.all([
    import("./offline/verify.ts"),
    import("./offline/check.ts"),
    import("./offline/secret.ts"),
  ]);
  for (const { register } of offline) register(webhook, { ...ports, action });
}

function registerReading(webhook: Command, action: Action): void {
  webhook
    .command("list")
    .description("Show deliveries, newest first")
    .option("--recent <count>", "How many (default: 20)")
    .option("--status <status>", "pending, delivered, failed (with dead ones) or dead")
    .option("--endpoint <name>", "Only of this endpoint")
    .option("--event <type>", "Only of this event type")
    .option("--since <time>", SINCE)
    .option("--follow", "Go on and show each change")
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook list --status failed --since 2h"))
    .action(action(async () => (await import("./commands/list.ts")).list));
  webhook
    .command("show")
    .description("Show a delivery and each of its attempts")
    .argument("<id>", "dlv_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook show dlv_… --body"))
    .action(action(async () => (await import("./commands/show.ts")).show));
  webhook
    .command("explain")
    .description("Say why something was sent, or was not")
    .argument("<id>", "dlv_…, evt_… or req_…")
    .option("--body", WITH_BODY)
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook explain evt_…"))
    .action(action(async () => (await import("./commands/explain.ts")).explain));
  webhook
    .command("endpoints")
    .description("Show the endpoints and how they stand")
    .option("--json", JSON_LINES)
    .addHelpText("after", example("openclaw webhook endpoints"))
    .action(action(async () => (await import("./commands/endpoints.ts")).endpoints));
  webhook
    .command("stats")
    .description("Count what the log holds")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook stats"))
    .action(action(async () => (await import("./commands/stats.ts")).stats));
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
    .action(action(async () => (await import("./commands/bulk.ts")).retry));
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
    .action(action(async () => (await import("./commands/bulk.ts")).purge));
  webhook
    .command("test")
    .description("Send a signed sample to an endpoint now")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--event <type>", "Event type of the sample (default: webhook.test)")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook test main-webhook --event error.occurred"))
    .action(action(async () => (await import("./commands/test.ts")).test));
  webhook
    .command("pause")
    .description("Send nothing to an endpoint until it is resumed; its deliveries wait")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--reason <text>", "Shown wherever the endpoint is shown")
    .option("--json", ONE_JSON)
    .addHelpText("after", example('openclaw webhook pause crm --reason "moving servers"'))
    .action(action(async () => (await import("./commands/endpoints.ts")).pause));
  webhook
    .command("resume")
    .description("Send to an endpoint again")
    .argument("<endpoint>", "Name of the endpoint")
    .option("--json", ONE_JSON)
    .addHelpText("after", example("openclaw webhook resume crm"))
    .action(action(async () => (await import("./commands/endpoints.ts")).resume));
}

async function run(ports: WebhookPorts, load: () => Promise<Run>, args: unknown[]): Promise<void> {
  const terminal = openTerminal(ports.streams);
  const source = createSource({
    ...ports,
    environment: ports.streams.env,
    now: terminal.now,
    notice: terminal.notice,
  });
  try {
    const command = await load();
    await command({ ...terminal, ask: source.ask }, ...(args as never[]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.notice(terminal.colour("red", error.message));
    terminal.exitWith(error.code === "misuse" ? MISUSE : FAILED);
  } finally {
    await source.close();
  }
}
