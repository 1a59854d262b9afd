// `openclaw webhook requests` and `routes`: names, options and help. Without a subcommand they list.
import {
  addCommands,
  JSON_LINES,
  LISTING,
  ONE_JSON,
  WITH_BODY,
  type Action,
  type CommandRow,
} from "./command-rows.ts";
import { replayRequest } from "../commands/inbound/replay-request.ts";
import { listRequests, REQUEST_STATUSES, showRequest } from "../commands/inbound/requests.ts";
import { routes } from "../commands/inbound/routes.ts";
import { send } from "../commands/inbound/send-request.ts";
import type { Command } from "../offline/command.ts";
import { ROUTE_SETUP } from "./setup-commands.ts";

const ID = ["<id>", "req_…"] as const;

const ROWS: readonly CommandRow[] = [
  {
    name: "list",
    about: "Show inbound requests, newest first",
    options: [
      ["--status <status>", "Only those that came to this", REQUEST_STATUSES],
      ["--route <name>", "Only of this route"],
      ["--agent <id>", "Only those that ran this agent"],
      ...LISTING,
    ],
    example: "requests list --status rejected",
    run: listRequests,
    isDefault: true,
  },
  {
    name: "show",
    about: "Show an inbound request and the verdict of each step",
    argument: ID,
    options: [WITH_BODY, ONE_JSON],
    example: "requests show req_…",
    run: showRequest,
  },
  {
    name: "replay",
    about: "Run a stored request again, by the settings of now",
    argument: ID,
    options: [["--dry-run", "Show each verdict and the prompt, and start nothing"], ONE_JSON],
    example: "requests replay req_… --dry-run",
    run: replayRequest,
  },
  {
    name: "send",
    about: "Send a request to a route, signed as its sender would sign it",
    argument: ["<route>", "Name of the route"],
    options: [
      ["--body <file>", "The body; - is standard input (default: a small JSON sample)"],
      ["--event <name>", "The sender's event, for senders that tell it in a header"],
      ["--header <header...>", 'Further headers: "Name: value"'],
      ["--secret-env <name>", "Variable that holds the secret, when this config does not"],
      ONE_JSON,
    ],
    example: "requests send deploy --body push.json --event push",
    run: send,
  },
];

const ROUTE_ROWS: readonly CommandRow[] = [
  {
    name: "list",
    about: "Show the inbound routes: URL to copy, who may call, what came last",
    options: [JSON_LINES],
    example: "routes list",
    run: routes,
    isDefault: true,
  },
  ...ROUTE_SETUP,
];

export function registerRoutes(webhook: Command, action: Action): void {
  const parent = webhook
    .command("routes")
    .description("Show the inbound routes, add one")
    .addHelpText("after", "\nExample:\n  openclaw webhook routes\n");
  addCommands(parent, ROUTE_ROWS, action);
}

export function registerRequests(webhook: Command, action: Action): void {
  const requests = webhook
    .command("requests")
    .description("Show inbound requests, run one again, send one")
    .addHelpText("after", "\nExample:\n  openclaw webhook requests\n");
  addCommands(requests, ROWS, action);
}
