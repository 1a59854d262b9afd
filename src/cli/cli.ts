// What every command is given. Holds no code.
import type { HostMethod, Source, GatewayAnswer } from "./answers/source.ts";
import type { Terminal } from "./terminal/terminal.ts";

export interface Cli extends Terminal {
  ask: Source["ask"];
  host: HostSide;
}

/** What a command that writes the config needs of the host. */
export interface HostSide {
  /** Calls a method of the host's own. Never rejects, unless the host itself has to run the command. */
  call: (method: HostMethod, params: object) => Promise<GatewayAnswer>;
  environment: Readonly<Record<string, string | undefined>>;
}
