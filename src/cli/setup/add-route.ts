// `openclaw webhook routes add`: an inbound route, with the URL and what its caller has to show.
import { presetNamed } from "../../inbound/proof/presets/presets.ts";
import type { RouteList } from "../../view/route.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { askFor, beforeAsking, need } from "./ask.ts";
import { change, report, type ChangeOptions } from "./change.ts";
import { addRoute as planRoute, authOf } from "../../config/change/routes.ts";
import { routeSecret } from "./route-secret.ts";

export interface RouteOptions extends ChangeOptions {
  agent?: string;
  preset?: string;
  template?: string;
  secret?: string;
  url?: string;
}

export async function addRoute(cli: Cli, name: string, options: RouteOptions): Promise<void> {
  const { preset, url } = options;
  await beforeAsking(cli, options);
  const agentId = await need(cli, options.agent, "Agent that runs", {
    options,
    missing: "say which agent runs: --agent <id>",
  });
  const template =
    options.template ??
    (preset === undefined
      ? await need(cli, undefined, "What the agent is told, e.g. Deploy of {{body.repo}}", {
          options,
          missing: 'say what the agent is told: --template "Deploy of {{body.repo}}"',
        })
      : undefined);
  const sender = preset === undefined ? undefined : presetNamed(preset);
  const { secret, fresh } = routeSecret(await secretOf(cli, options), sender);
  const auth = authOf({
    secret,
    ...(preset !== undefined && { preset }),
    ...(url !== undefined && { url }),
  });
  const raw = {
    agentId,
    ...(template !== undefined && { template }),
    ...(auth !== undefined && { auth }),
  };
  const added = await change(cli, (block) => planRoute(block, name, raw), options);
  const { written, restart, file, path, review } = added;
  const row = written && !restart ? await rowOf(cli, name) : undefined;
  if (options.json === true) {
    const { findings, unset } = review;
    const made = written ? { secret: fresh } : {};
    const shown = { written, name, file, path, ...made, findings, unset, route: row };
    cli.print(JSON.stringify(shown));
    return;
  }
  if (!written && options.dryRun !== true) return;
  if (written) {
    cli.print(`Added "${name}": ${path} of ${file}.`);
    if (row !== undefined) cli.print(row.url);
    if (fresh !== undefined) {
      cli.print(
        preset === undefined
          ? "Its callers show this as Authorization: Bearer …; it is not shown again:"
          : "Its secret, to be entered at the sender; it is not shown again:",
      );
      cli.print(fresh);
    }
    cli.notice(`Try it: openclaw webhook requests send ${name}`);
  } else cli.print(`"${name}" would stand at ${path} of ${file}.`);
  report(cli, added);
}

/** Which secret a sender uses is its own word: some take ours, some give theirs. */
async function secretOf(cli: Cli, options: RouteOptions): Promise<string> {
  if (options.secret !== undefined) return options.secret;
  if (options.preset === undefined) return "auto";
  const preset = presetNamed(options.preset);
  // The checker says that there is no such preset.
  if (preset === undefined || preset.needsNoSecret === true) return "none";
  const answer = await askFor(
    cli,
    `Secret: auto makes one to be entered at ${preset.title}, env:NAME is the one that it gave`,
    options,
  );
  if (answer !== undefined) return answer;
  throw new Failure(
    "misuse",
    `--secret: auto makes one to be entered at ${preset.title}; where ${preset.title} gives its own, env:NAME names the variable that holds it`,
  );
}

async function rowOf(cli: Cli, name: string): Promise<RouteList["routes"][number] | undefined> {
  const { routes } = await cli.ask<RouteList>("routes");
  return routes.find(({ route }) => route === name);
}
