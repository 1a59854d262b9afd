// `openclaw webhook brought`: the secret that a route's sender has brought itself.
import type { Brought } from "../../../view/brought.ts";
import type { Cli } from "../../cli.ts";
import { Failure } from "../../failure.ts";

interface Options {
  show?: boolean;
  forget?: boolean;
  json?: boolean;
}

export async function brought(cli: Cli, route: string, options: Options): Promise<void> {
  const { show = false, forget = false, json } = options;
  if (show && forget) throw new Failure("misuse", "--show or --forget, not both");
  const found = await cli.ask<Brought>("brought", { route, show, forget });
  if (json === true) return cli.print(JSON.stringify(found));
  cli.print(lineOf(found));
}

function lineOf({ route, broughtAt, requestId, secret, forgotten }: Brought): string {
  if (forgotten === true)
    return `The secret of ${route} is forgotten; the next one that is brought is kept.`;
  if (broughtAt === undefined) return `Nobody has brought a secret to ${route}.`;
  return (
    secret ??
    `A secret was brought to ${route} at ${broughtAt} by ${requestId ?? ""}; --show prints it.`
  );
}
