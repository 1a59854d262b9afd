// `openclaw webhook check`: validates a config file without a Gateway. Must not change the file.
import type { CheckReport, Remark } from "./settings/check-report.ts";
import type { Command } from "./command.ts";
import type { Finding } from "./findings/finding.ts";

interface Options {
  json?: boolean;
}

const EXAMPLES = `
Examples:
  openclaw webhook check                  the config of this machine's Gateway, and its log
  openclaw webhook check webhooks.json5   a file with the settings, or all of openclaw.json5
  openclaw webhook check webhooks.json5 --json

Exit code 1: something would be held, or keep the Gateway from starting.
`;

/** `command`: `openclaw webhook`. `databasePath`: the delivery log of this machine's Gateway. */
export function register(command: Command, { databasePath }: { databasePath: string }): void {
  command
    .command("check")
    .description("Find what is wrong with the config, and with the log, without a Gateway")
    .argument("[file]", "A JSON5 file (default: the Gateway's own config)")
    .option("--json", "Print one JSON object: ok, problems, notes, findings")
    .addHelpText("after", EXAMPLES)
    .action((file, options) =>
      checkFile(file as string | undefined, options as Options, databasePath),
    );
}

async function checkFile(
  given: string | undefined,
  { json = false }: Options,
  databasePath: string,
): Promise<void> {
  const [{ readFile }, { checkText }, { gatewayConfigPath }] = await Promise.all([
    import("node:fs/promises"),
    import("./settings/check-report.ts"),
    import("./settings/gateway-config.ts"),
  ]);
  const file = given ?? gatewayConfigPath(process.env);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    process.stderr.write(`${file} cannot be read: ${code}\n`);
    process.exitCode = 1;
    return;
  }
  const report = checkText(text, process.env, Date.now());
  // The log belongs to the Gateway's own config, and to no other file.
  if (given === undefined) report.findings.push(...(await findInGatewaysLog(databasePath)));
  const ok = report.problems.length === 0;
  process.stdout.write(
    json ? `${JSON.stringify({ file, ok, ...report })}\n` : reportText(file, report),
  );
  if (!ok) process.exitCode = 1;
}

async function findInGatewaysLog(databasePath: string): Promise<Finding[]> {
  const [{ readGatewaySettings }, { findInLog }] = await Promise.all([
    import("./settings/gateway-settings.ts"),
    import("./findings/log-findings.ts"),
  ]);
  const now = Date.now();
  const { settings } = (await readGatewaySettings(process.env, now)).examination ?? {};
  return settings === undefined ? [] : findInLog({ databasePath, settings, now });
}

/** What a person reads: one line for each thing, the sum at the end. `file` as it was given. */
export function reportText(file: string, report: CheckReport): string {
  const { problems, notes, findings } = report;
  const lines = [
    ...problems.map((problem) => remarkLine(file, problem)),
    ...notes.map((note) => `${remarkLine(file, note)} (note)`),
    ...findings.map(findingLine),
    problems.length > 0
      ? `${count(problems.length, "problem")} in ${file}`
      : `${file}: ${count(report.endpointCount, "endpoint")}, ${count(report.routeCount, "route")}, no problems`,
  ];
  return `${lines.join("\n")}\n`;
}

/** In the form that editors and terminals turn into a link. */
function remarkLine(file: string, { path, message, line, column }: Remark): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return path === "" ? `${place} ${message}` : `${place} ${path}: ${message}`;
}

function findingLine({ severity, title, detail, remediation }: Finding): string {
  const advice = remediation === undefined ? "" : ` ${remediation}`;
  return `${severity}: ${title}. ${detail}${advice}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
