// The commands that write the config: names, options and help.
import { configSchema } from "../../generated/config.ts";
import { add, addRoute, edit, remove, rotateSecret } from "../commands/setup.ts";
import { ENDPOINT } from "./acting-commands.ts";
import type { CommandRow, OptionRow } from "./command-rows.ts";

const SECRET: OptionRow = [
  "--secret <secret>",
  "auto makes one; none; or where it is: env:NAME, file:<provider>:<id>, …",
];
const FORMATS = configSchema.definitions.endpoint.properties.format.enum;

/** What an endpoint is made of. */
const SETTINGS: readonly OptionRow[] = [
  ["--name <name>", "Its name (default: the host of the URL)"],
  ["--events <types>", "Event types: message.*,error.occurred (default: *)"],
  ["--format <receiver>", "What this receiver understands", FORMATS],
  ["--option <name=value...>", "What the format needs beside the URL"],
  ["--agent <ids>", "Only events of this agent, or of several: a,b"],
  SECRET,
  ["--allow-private-network", "The URL may lead into a private network"],
];

/** How a change is made. */
const CHANGING: readonly OptionRow[] = [
  ["--yes", "Ask nothing; needed where there is no terminal"],
  ["--dry-run", "Check, and write nothing"],
  ["--drop-comments", "Write, although OpenClaw drops its config's comments"],
  ["--json", "Ask nothing, and print one JSON object"],
];

const TESTING: readonly OptionRow[] = [
  ["--test", "Send a signed sample when it is written (default)"],
  ["--no-test", "Send none"],
];

export const SETUP: readonly CommandRow[] = [
  {
    name: "add",
    about: "Add an endpoint to the config, and send it a signed sample",
    argument: ["[url]", "Where events go"],
    options: [
      ...SETTINGS,
      ["--from <file>", "Bring back what remove printed; - is standard input"],
      ...TESTING,
      ...CHANGING,
    ],
    example: "add https://example.com/hook --events message.*",
    run: add,
  },
  {
    name: "edit",
    about: "Change an endpoint in the config",
    argument: ENDPOINT,
    options: [
      ["--url <url>", "Where events go"],
      ...SETTINGS,
      ["--no-allow-private-network", "The URL may not"],
      ...TESTING,
      ...CHANGING,
    ],
    example: "edit crm --events message.*,error.occurred",
    run: edit,
  },
  {
    name: "remove",
    about: "Take an endpoint out of the config, and print it for add --from",
    argument: ENDPOINT,
    options: CHANGING,
    example: "remove crm > crm.json5",
    run: remove,
  },
  {
    name: "rotate-secret",
    about: "Sign with a new secret, and with the old one for a while",
    argument: ENDPOINT,
    options: [
      ["--overlap <time>", "How long both sign: 1h, 7d; 0 is not at all (default: 24h)"],
      SECRET,
      ...TESTING,
      ...CHANGING,
    ],
    example: "rotate-secret crm --overlap 24h",
    run: rotateSecret,
  },
];

export const ROUTE_SETUP: readonly CommandRow[] = [
  {
    name: "add",
    about: "Add an inbound route to the config",
    argument: ["<name>", "Name of the route, the end of its URL"],
    options: [
      ["--agent <id>", "Agent that runs"],
      ["--preset <sender>", "Who sends, if it is known: github, stripe, …"],
      ["--template <text>", "What the agent is told: Deploy of {{body.repo}}"],
      SECRET,
      ["--url <url>", "The route's URL as its sender knows it, for those that sign it"],
      ...CHANGING,
    ],
    example: "routes add deploy --agent main --preset github",
    run: addRoute,
  },
];
