// `openclaw webhook add`: an endpoint from the words of a command line, or from what `remove` printed.
import { nameOfHost } from "../../config/endpoint/url.ts";
import { fixedUrls } from "../../outbound/formats/formats.ts";
import { readConfigFile } from "../../config/load.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { askFor, beforeAsking } from "./ask.ts";
import { change } from "./change.ts";
import { readEndpointWish, type EndpointOptions } from "./endpoint-wish.ts";
import { tellEndpoint } from "./outcome.ts";
import { addEndpoint, restoreEndpoint } from "../../config/change/endpoints.ts";

export interface AddOptions extends EndpointOptions {
  from?: string;
}

export async function add(cli: Cli, given: string | undefined, options: AddOptions): Promise<void> {
  const urls = fixedUrls();
  if (options.from !== undefined) {
    if (given !== undefined) throw new Failure("misuse", "give a URL or --from, not both");
    const value = await readGiven(options.from);
    const restored = await change(cli, (block) => restoreEndpoint(block, value, urls), options);
    return tellEndpoint(cli, restored, options, "Added");
  }
  await beforeAsking(cli, options);
  const hasOwnUrl = options.format !== undefined && urls.has(options.format);
  const url = given ?? (hasOwnUrl ? undefined : await askFor(cli, "Where to, as a URL", options));
  if (url === undefined && !hasOwnUrl)
    throw new Failure("misuse", "say where to: openclaw webhook add <url>");
  const ofHost = nameOfHost(url ?? "") ?? options.format;
  const asked = options.name ?? (await askFor(cli, "Name", options, ofHost));
  // One that is made up may get a number where it is taken.
  const name = asked === ofHost && options.name === undefined ? undefined : asked;
  const events = options.events ?? (await askFor(cli, "Events", options, "*"));
  // Receivers with a format of their own check no signature of ours.
  const secret = options.secret ?? (options.format === undefined ? "auto" : "none");
  const { settings, fresh } = readEndpointWish({
    ...options,
    secret,
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(events !== undefined && { events }),
  });
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  const raw = Object.fromEntries(entries);
  const added = await change(cli, (block) => addEndpoint(block, raw, urls), options);
  await tellEndpoint(cli, added, options, "Added", fresh);
}

async function readGiven(file: string): Promise<unknown> {
  const { text: read } = await import("node:stream/consumers");
  const { readFile } = await import("node:fs/promises");
  const text = await (file === "-" ? read(process.stdin) : readFile(file, "utf8")).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Failure("failed", `${file} cannot be read: ${error.code ?? error.message}`);
    },
  );
  const reading = readConfigFile(text);
  if (!reading.ok) throw new Failure("failed", `${file}: ${reading.problem.message}`);
  return reading.value;
}
