// What a command asks a person for where its words leave something out.
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import type { ChangeOptions } from "./change.ts";

/** Where only `openclaw` itself can ask the Gateway, it asks the person, too, and this is where that is found out. */
export async function beforeAsking(cli: Cli, { yes, json }: ChangeOptions): Promise<void> {
  if (yes !== true && json !== true) await cli.host.call("config.get", {});
}

/**
 * Undefined: nobody may or can be asked. An empty answer is `preset`; without one it is asked again.
 */
export async function askFor(
  cli: Cli,
  question: string,
  { yes = false, json = false }: ChangeOptions,
  preset?: string,
): Promise<string | undefined> {
  if (yes || json) return undefined;
  const shown = preset === undefined ? question : `${question} [${preset}]`;
  for (;;) {
    const answer = await cli.prompt(`${shown}: `);
    if (answer === undefined) return undefined;
    if (answer !== "") return answer;
    if (preset !== undefined) return preset;
  }
}

/** The same for what there is no default for. Throws `Failure` "misuse" with `missing`. */
export async function need(
  cli: Cli,
  given: string | undefined,
  question: string,
  { options, missing }: { options: ChangeOptions; missing: string },
): Promise<string> {
  const answer = given ?? (await askFor(cli, question, options));
  if (answer === undefined) throw new Failure("misuse", missing);
  return answer;
}
