// `openclaw-webhook`: the commands of `openclaw webhook`, with a Gateway's answers by a WebSocket of its own. What it
// cannot ask by itself it hands over to `openclaw`, so that both say the same.
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { registerWebhook } from "../grammar/webhook.ts";
import { HandOver, ownGateway } from "./gateway.ts";
import { handOver } from "./hand-over.ts";
import { placesOf, withProfile, type Environment } from "./places.ts";
import { readHostConfig } from "./host-config.ts";

export interface OwnCommand {
  version: string;
  /** The file that was started. */
  path: string;
}

/** Reads `process.argv`, and leaves its verdict in `process.exitCode`. */
export async function main(own: OwnCommand): Promise<void> {
  // Whoever reads, as `head` does, may have had enough.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) =>
      process.exit(error.code === "EPIPE" ? 0 : 1),
    );
  const { words, environment: given } = rootOptions(process.argv.slice(2), process.env);
  if (words[0] === "--version" || words[0] === "-V") {
    process.stdout.write(`${own.version}\n`);
    return;
  }
  const places = placesOf(given);
  const host = readHostConfig(places, given);
  const { stdout, stderr, stdin } = process;
  const program = new Command("openclaw");
  const call = ownGateway({ ...host, stateDir: places.stateDir, version: own.version });
  registerWebhook(program, {
    callGateway: (method, params) => call(`eventWebhooks.${method}`, params),
    callHost: call,
    databasePath: join(places.stateDir, "event-webhooks", "event-webhooks.sqlite"),
    ownCommand: own.path,
    streams: {
      stdout,
      stderr,
      stdin,
      env: {
        ...host.environment,
        OPENCLAW_STATE_DIR: places.stateDir,
        OPENCLAW_CONFIG_PATH: places.configPath,
      },
    },
  });
  if (words[0] === "__complete") {
    const { candidates } = await import("./complete.ts");
    const [webhook] = program.commands;
    if (webhook) stdout.write(`${candidates(webhook, words.slice(1)).join("\n")}\n`);
    return;
  }
  try {
    await program.parseAsync(["webhook", ...words], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else if (error instanceof HandOver) process.exitCode = await handOver(error.why, given, words);
    else throw error;
  }
}

/** What stands before the command, as the host takes it: `--profile <name>`, `--dev`, `--no-color`. */
function rootOptions(
  argv: readonly string[],
  environment: Environment,
): { words: string[]; environment: Environment } {
  const [first = "", second = "", ...rest] = argv;
  if (first === "--no-color") return rootOptions(argv.slice(1), { ...environment, NO_COLOR: "1" });
  if (first === "--dev") return rootOptions(argv.slice(1), withProfile(environment, "dev"));
  if (first === "--profile") return rootOptions(rest, withProfile(environment, second));
  const inOne = /^--profile=(.+)$/.exec(first)?.[1];
  if (inOne !== undefined) return rootOptions(argv.slice(1), withProfile(environment, inOne));
  return { words: [...argv], environment };
}
