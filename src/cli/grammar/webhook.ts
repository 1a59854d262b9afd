// `openclaw webhook`: puts its commands together, and says what holds for all of them.
import { addCommands, type Action } from "./command-rows.ts";
import { DELIVERY_COMMANDS } from "./delivery-commands.ts";
import { register as registerCheck } from "../offline/check.ts";
import { MISUSE, type Command } from "../offline/command.ts";
import { register as registerLab } from "../offline/lab.ts";
import { register as registerSecret } from "../offline/secret.ts";
import { register as registerShell } from "../offline/shell.ts";
import { register as registerVerify } from "../offline/verify.ts";
import { registerRequests, registerRoutes } from "./request-commands.ts";
import { registerStore } from "./store-commands.ts";
import { runCommand, type WebhookPorts } from "../run.ts";

/** Commander passes its own refusals here; commands that are added later inherit it. */
interface WebhookCommand extends Command {
  exitOverride(onExit: (error: Error & { exitCode: number }) => never): unknown;
}

const MORE = `
Examples:
  openclaw webhook list --recent 20
  openclaw webhook list --status failed
  openclaw webhook explain dlv_…

Ids are shown by list: dlv_… is a delivery, evt_… its event, and by requests:
req_… is an inbound request.
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
  addCommands(webhook, DELIVERY_COMMANDS, action);
  registerRoutes(webhook, action);
  registerRequests(webhook, action);
  registerStore(webhook, ports, action);
  registerVerify(webhook, { action });
  registerCheck(webhook, ports);
  registerSecret(webhook);
  registerLab(webhook);
  registerShell(webhook, ports);
}
