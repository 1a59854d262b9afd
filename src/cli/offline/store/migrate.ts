// `openclaw webhook store migrate`: brings the log of this Gateway's file into the shared one that its settings name.
import type { Cli } from "../../cli.ts";
import type { Progress } from "../../../engine/store/copy/report.ts";
import { Failure } from "../../failure.ts";
import { percentOf, progressLine, reportLines } from "./copy-lines.ts";
import { readSharedLog } from "./shared-log.ts";

export interface MigrateOptions {
  passwordEnv?: string;
  json?: boolean;
}

const PLAIN_STEPS = 10;

/** `path`: of the file. Throws `Failure`. */
export async function migrate(
  cli: Cli,
  { passwordEnv, json = false }: MigrateOptions,
  path: string,
): Promise<void> {
  const { environment } = cli.host;
  const shared = await readSharedLog(environment, cli.now(), variable(passwordEnv, environment));
  const { host, pathname } = new URL(shared.url);
  const where = `${host}${pathname}, schema ${shared.schema}`;
  const [{ copyLog }, { StoreError }] = await Promise.all([
    import("../../../engine/store/copy/copy.ts"),
    import("../../../engine/store/store-error.ts"),
  ]);
  if (!json) cli.notice(`Copying ${path} to ${where} …`);
  try {
    const report = await copyLog({ ...shared, path, onProgress: teller(cli, json) });
    if (json)
      cli.print(JSON.stringify({ server: `${host}${pathname}`, schema: shared.schema, ...report }));
    else for (const line of reportLines(report, where, cli)) cli.print(line);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new Failure("failed", `${error.message}${AGAIN[error.code] ?? ""}`);
  }
}

/** What a copy that was broken off leaves. */
const AGAIN: Readonly<Record<string, string>> = {
  away: ". The file is as it was; run this again, and it goes on where it was",
  full: ". The file is as it was; run this again, and it goes on where it was",
};

function variable(
  name: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (name === undefined) return undefined;
  const value = environment[name] ?? "";
  if (value === "") throw new Failure("failed", `the variable ${name} is not set`);
  return value;
}

/** A bar for a person; a line for each tenth where nobody watches; nothing for a program. */
function teller(cli: Cli, json: boolean): (progress: Progress) => void {
  let told = 0;
  return (progress) => {
    if (cli.isTerminal) return cli.progress(progressLine(progress));
    const share = progress.total === 0 ? 1 : progress.done / progress.total;
    const step = Math.floor(share * PLAIN_STEPS);
    if (json || step <= told) return;
    told = step;
    cli.notice(`${percentOf(share)} of ${progress.total} rows`);
  };
}
