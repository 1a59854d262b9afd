// The commands about deliveries and endpoints: names, options and help.
import {
  JSON_LINES,
  LISTING,
  ONE_ENDPOINT,
  ONE_GATEWAY,
  ONE_JSON,
  WITH_BODY,
  type CommandRow,
} from "./command-rows.ts";
import { ACTING, ENDPOINT } from "./acting-commands.ts";
import { SETUP } from "./setup-commands.ts";
import { endpoints } from "../commands/endpoints.ts";
import { events } from "../commands/events.ts";
import { explain } from "../commands/explain.ts";
import { list, STATUSES } from "../commands/list.ts";
import { preview } from "../commands/preview.ts";
import { show } from "../commands/show.ts";
import { RANGES, stats } from "../commands/stats.ts";
import { support } from "../commands/support.ts";

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
    name: "stats",
    about: "Show how many arrived, how fast, and what waits",
    options: [["--range <range>", "Default: day", RANGES], ONE_ENDPOINT, ONE_GATEWAY, ONE_JSON],
    example: "stats --range week",
    run: stats,
  },
  {
    name: "support",
    about: "Print what OpenClaw did that no rule expects, without contents, for a report",
    options: [],
    example: "support",
    run: support,
  },
];

export const DELIVERY_COMMANDS: readonly CommandRow[] = [...READING, ...ACTING, ...SETUP];
