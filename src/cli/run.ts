// Runs one command: gives it the terminal and its source of answers, and ends it with the right exit code.
import type { Cli, HostSide } from "./cli.ts";
import { Failure } from "./failure.ts";
import { MISUSE } from "./offline/command.ts";
import { createSource, type SourcePorts } from "./answers/source.ts";
import { openTerminal, type TerminalStreams } from "./terminal/terminal.ts";

export interface WebhookPorts extends Pick<SourcePorts, "callGateway" | "databasePath"> {
  /** Calls a method of the host's own. Never rejects. */
  callHost: HostSide["call"];
  /** The file of `openclaw-webhook`; absent where it is not known. */
  ownCommand?: string;
  streams: TerminalStreams;
}

export type WebhookRun = (cli: Cli, ...args: never[]) => Promise<void>;

const FAILED = 1;

/** `args`: what Commander hands to an action. Throws only what is no `Failure`. */
export async function runCommand(
  ports: WebhookPorts,
  command: WebhookRun,
  args: unknown[],
): Promise<void> {
  const terminal = openTerminal(ports.streams);
  const source = createSource({
    ...ports,
    environment: ports.streams.env,
    now: terminal.now,
    notice: terminal.notice,
  });
  try {
    const host = { call: ports.callHost, environment: ports.streams.env };
    await command({ ...terminal, ask: source.ask, host }, ...(args as never[]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.notice(error.message, "red");
    terminal.exitWith(error.code === "misuse" ? MISUSE : FAILED);
  } finally {
    await source.close();
  }
}
