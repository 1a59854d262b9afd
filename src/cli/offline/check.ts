// `openclaw webhook check`: validates a config file without a Gateway. Must not change the file.
import { existsSync } from "node:fs";
import { noLogYet } from "../answers/no-log.ts";
import type { WebhookPorts } from "../run.ts";
import { openTerminal } from "../terminal/terminal.ts";
import type { Command } from "./command.ts";
import type { Finding } from "./findings/finding.ts";
import { gatewayConfigPath } from "./settings/gateway-config.ts";
import { reportLines } from "./report-lines.ts";

interface Options {
  json?: boolean;
}

type CheckPorts = Pick<WebhookPorts, "databasePath" | "streams">;

const EXAMPLES = `
Examples:
  openclaw webhook check                  the config of this machine's Gateway,
                                          and its log
  openclaw webhook check webhooks.json5   a file with the settings, or all of
                                          the host's config
  openclaw webhook check webhooks.json5 --json

Exit code 1: something would be held, also for a variable that is not set here,
or keep the Gateway from starting.
`;

/** `command`: `openclaw webhook`. `databasePath`: the delivery log of this machine's Gateway. */
export function register(command: Command, ports: CheckPorts): void {
  command
    .command("check")
    .description("Find what is wrong with the config, and with the log, without a Gateway")
    .argument("[file]", "A JSON5 file (default: the Gateway's own config)")
    .option("--json", "Print one JSON object: ok, problems, notes, findings")
    .addHelpText("after", EXAMPLES)
    .action((file, options) => checkFile(file as string | undefined, options as Options, ports));
}

async function checkFile(
  given: string | undefined,
  { json = false }: Options,
  { databasePath, streams }: CheckPorts,
): Promise<void> {
  const [{ readFile }, { checkText, findStrayConfig }] = await Promise.all([
    import("node:fs/promises"),
    import("./settings/check-report.ts"),
  ]);
  const terminal = openTerminal(streams);
  const { env } = streams;
  const file = given ?? gatewayConfigPath(env);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    terminal.notice(`${file} cannot be read: ${code}`, "red");
    for (const { title, remediation } of given === undefined ? findStrayConfig(env) : []) {
      terminal.notice(`${title}. ${remediation}`);
    }
    return terminal.exitWith(1);
  }
  const report = checkText(text, env, terminal.now());
  // The log belongs to the Gateway's own config, and to no other file.
  if (given === undefined) {
    report.findings.push(...findStrayConfig(env));
    report.findings.push(...(await findInGatewaysLog(databasePath, env)));
  }
  const ok = report.problems.length === 0 && report.unset.length === 0;
  // What a program reads line by line is not broken into several.
  const screen = { ...terminal, ...(!terminal.isTerminal && { columns: Infinity }) };
  if (json) terminal.print(JSON.stringify({ file, ok, ...report }));
  else for (const line of reportLines(file, report, screen)) terminal.print(line);
  if (!ok) terminal.exitWith(1);
}

async function findInGatewaysLog(
  databasePath: string,
  environment: WebhookPorts["streams"]["env"],
): Promise<Finding[]> {
  const [{ readGatewaySettings }, { findInLog }] = await Promise.all([
    import("./settings/gateway-settings.ts"),
    import("./findings/log-findings.ts"),
  ]);
  const now = Date.now();
  const { assumed: settings } = (await readGatewaySettings(environment, now)).examination ?? {};
  // A shared log is no file of this Gateway.
  if (settings?.store === undefined && !existsSync(databasePath)) return [noLogYet(databasePath)];
  return settings === undefined ? [] : findInLog({ databasePath, settings, now });
}
