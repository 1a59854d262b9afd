// The commands about deliveries and endpoints: names, options and help.
import {
  DRY_RUN,
  JSON_LINES,
  LISTING,
  ONE_ENDPOINT,
  ONE_EVENT,
  ONE_JSON,
  SINCE,
  UNTIL,
  WITH_BODY,
  type CommandRow,
} from "./command-rows.ts";
import { purge, retry } from "../commands/bulk.ts";
import { endpoints, pause, resume } from "../commands/endpoints.ts";
import { events } from "../commands/events.ts";
import { explain } from "../commands/explain.ts";
import { list, STATUSES } from "../commands/list.ts";
import { preview } from "../commands/preview.ts";
import { replay } from "../commands/replay.ts";
import { brought } from "../commands/inbound/brought.ts";
import { routes } from "../commands/inbound/routes.ts";
import { show } from "../commands/show.ts";
import { RANGES, stats } from "../commands/stats.ts";
import { store } from "../commands/store.ts";
import { support } from "../commands/support.ts";
import { test } from "../commands/test.ts";

const ENDPOINT = ["<endpoint>", "Name of the endpoint"] as const;

/** They only look, and most of them do without a Gateway. */
const READING: readonly CommandRow[] = [
  {
    name: "list",
    about: "Show deliveries, newest first",
    options: [
      ["--status <status>", "Only with this status, or several: a,b; failed has dead", STATUSES],
      ["--endpoint <names>", "Only of this endpoint, or of several: a,b"],
      ["--event <types>", "Only of this event type, or of several: a,b"],
      ["--agent <id>", "Only of events of this agent"],
      ["--follow", "Go on and show each change"],
      ...LISTING,
    ],
    example: "list --status failed --since 2h",
    run: list,
  },
  {
    name: "show",
    about: "Show a delivery and each of its attempts",
    argument: ["<id>", "dlv_…"],
    options: [WITH_BODY, ONE_JSON],
    example: "show dlv_… --body",
    run: show,
  },
  {
    name: "explain",
    about: "Say why something was sent, or was not",
    argument: ["<id>", "dlv_…, evt_… or req_…"],
    options: [WITH_BODY, ONE_JSON],
    example: "explain evt_…",
    run: explain,
  },
  {
    name: "endpoints",
    about: "Show the endpoints and how they stand",
    options: [JSON_LINES],
    example: "endpoints",
    run: endpoints,
  },
  {
    name: "preview",
    about: "Show what an endpoint would send: filter, headers, body; sends nothing",
    argument: ENDPOINT,
    options: [
      ["--event <event>", "Event type, for a sample, or evt_… (default: the first it names)"],
      ONE_JSON,
    ],
    example: "preview crm --event message.sent",
    run: preview,
  },
  {
    name: "events",
    about: "Show what can be sent, each with a sample",
    argument: ["[type]", "Event type: show its sample"],
    options: [JSON_LINES],
    example: "events message.sent",
    run: events,
  },
  {
    name: "routes",
    about: "Show the inbound routes: URL to copy, who may call, what came last",
    options: [JSON_LINES],
    example: "routes",
    run: routes,
  },
  {
    name: "stats",
    about: "Show how many arrived, how fast, and what waits",
    options: [["--range <range>", "Default: day", RANGES], ONE_ENDPOINT, ONE_JSON],
    example: "stats --range week",
    run: stats,
  },
  {
    name: "store",
    about: "Show where the log is, what it takes, and which Gateways share it",
    options: [ONE_JSON],
    example: "store",
    run: store,
  },
  {
    name: "support",
    about: "Print what OpenClaw did that no rule expects, without contents, for a report",
    options: [],
    example: "support",
    run: support,
  },
];

const ACTING: readonly CommandRow[] = [
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

export const DELIVERY_COMMANDS: readonly CommandRow[] = [...READING, ...ACTING];
