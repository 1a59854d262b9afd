// The commands that change something: names, options and help.
import {
  DRY_RUN,
  ONE_ENDPOINT,
  ONE_EVENT,
  ONE_JSON,
  SINCE,
  UNTIL,
  type CommandRow,
} from "./command-rows.ts";
import { purge, retry } from "../commands/bulk.ts";
import { pause, resume } from "../commands/endpoints.ts";
import { replay } from "../commands/replay.ts";
import { brought } from "../commands/inbound/brought.ts";
import { test } from "../commands/test.ts";

/** The argument of most of them. */
export const ENDPOINT = ["<endpoint>", "Name of the endpoint"] as const;

export const ACTING: readonly CommandRow[] = [
  {
    name: "retry",
    about: "Send deliveries again: by id, or all that a filter finds",
    argument: ["[ids...]", "dlv_…"],
    options: [
      ["--status <status>", "Default: failed, which has dead ones too", ["failed", "dead"]],
      ONE_ENDPOINT,
      ONE_EVENT,
      SINCE,
      UNTIL,
      DRY_RUN,
      ONE_JSON,
    ],
    example: "retry --endpoint crm --since 1d --dry-run",
    run: retry,
  },
  {
    name: "replay",
    about: "Send stored events once more, marked: by id, or all that a filter finds",
    argument: ["[ids...]", "dlv_… or evt_…"],
    options: [
      ["--event <types>", "Only of these event types: message.sent,tool.*"],
      SINCE,
      UNTIL,
      ["--endpoint <name>", "Only what this endpoint has deliveries of"],
      ["--to <name>", "Send it to this endpoint"],
      ["--missing", "Only what the endpoint has no delivery of"],
      ["--rate <count>", "Deliveries in a second (default: 50)"],
      ["--dry-run", "Count, and send nothing"],
      ONE_JSON,
    ],
    example: "replay --since 1d --to crm --missing --dry-run",
    run: replay,
  },
  {
    name: "purge",
    about: "Delete deliveries from the log: those that have ended. Counts, then asks",
    options: [
      ONE_ENDPOINT,
      ONE_EVENT,
      ["--older-than <time>", "Older than 30d, or created before an ISO time"],
      ["--pending", "Instead, what is still to be sent"],
      ["--yes", "Delete without asking; needed where there is no terminal"],
      DRY_RUN,
      ONE_JSON,
    ],
    example: "purge --older-than 30d --dry-run",
    run: purge,
  },
  {
    name: "test",
    about: "Send a signed sample to an endpoint now",
    argument: ENDPOINT,
    options: [["--event <type>", "Event type of the sample (default: webhook.test)"], ONE_JSON],
    example: "test main-webhook --event error.occurred",
    run: test,
  },
  {
    name: "pause",
    about: "Send nothing to an endpoint until it is resumed; its deliveries wait",
    argument: ENDPOINT,
    options: [["--reason <text>", "Shown wherever the endpoint is shown"], ONE_JSON],
    example: 'pause crm --reason "moving servers"',
    run: pause,
  },
  {
    name: "resume",
    about: "Send to an endpoint again",
    argument: ENDPOINT,
    options: [ONE_JSON],
    example: "resume crm",
    run: resume,
  },
  {
    name: "brought",
    about: "The secret that the sender of a route has brought itself (Asana, Notion)",
    argument: ["<route>", "Name of the route"],
    options: [
      ["--show", "Print the secret; whoever has it can sign as the sender"],
      ["--forget", "Forget it, so that the next one is kept"],
      ONE_JSON,
    ],
    example: "brought notion --show",
    run: brought,
  },
];
