// `openclaw webhook edit`, `remove` and `rotate-secret`: an endpoint that is there.
import { fixedUrls } from "../../outbound/formats/formats.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { newKeyPair } from "../offline/new-secret.ts";
import { readSpan } from "../terminal/time.ts";
import { change, report, type ChangeOptions } from "./change.ts";
import { readEndpointWish, readSecret, type EndpointOptions } from "./endpoint-wish.ts";
import { tellEndpoint } from "./outcome.ts";
import { editByWish } from "../../config/change/edit-wish.ts";
import { removeEndpoint } from "../../config/change/endpoints.ts";
import { rotateEndpoint } from "../../config/change/rotation.ts";
import { json5Lines } from "./tell.ts";

export async function edit(cli: Cli, name: string, options: EndpointOptions): Promise<void> {
  const { settings, fresh } = readEndpointWish(options);
  if (Object.keys(settings).length === 0)
    throw new Failure("misuse", "say what to change: openclaw webhook edit --help lists it");
  const urls = fixedUrls();
  const edited = await change(cli, (block) => editByWish(block, name, settings, urls), options);
  await tellEndpoint(cli, edited, options, "Changed", fresh);
  if (edited.written && options.name !== undefined && options.name !== name)
    cli.notice(`What waits for "${name}" waits on under that name: retry sends it to none other.`);
}

export async function remove(cli: Cli, name: string, options: ChangeOptions): Promise<void> {
  const urls = fixedUrls();
  const removed = await change(cli, (block) => removeEndpoint(block, name, urls), options);
  const { planned, file, path, written } = removed;
  if (options.json === true)
    return cli.print(JSON.stringify({ written, name, file, path, removed: planned.undo }));
  if (!written && options.dryRun !== true) return;
  cli.notice(
    written
      ? `Removed "${name}" from ${file}. What waits for it waits on. Kept in a file, this brings it back: openclaw webhook add --from <file>`
      : `"${name}" would be removed from ${file}.`,
  );
  // With its secrets: they are nowhere else now.
  if (written) for (const line of json5Lines(planned.undo)) cli.print(line);
  report(cli, removed);
}

export interface RotateOptions extends ChangeOptions {
  overlap?: string;
  secret?: string;
  test?: boolean;
}

export async function rotateSecret(cli: Cli, name: string, options: RotateOptions): Promise<void> {
  const overlapMs = readSpan("--overlap", options.overlap ?? "24h");
  const given = readSecret(options.secret ?? "auto");
  if (given.secret === undefined)
    throw new Failure("misuse", "--secret: a rotation needs one; edit --secret none takes it out");
  const urls = fixedUrls();
  const now = cli.now();
  let pair: ReturnType<typeof newKeyPair> | undefined;
  const rotated = await change(
    cli,
    (block) => {
      const fresh = (isKey: boolean): unknown => {
        if (given.fresh !== undefined && isKey) pair ??= newKeyPair();
        return pair?.secret ?? given.secret;
      };
      return rotateEndpoint(block, name, { fresh, overlapMs, now }, urls);
    },
    options,
  );
  const shown = given.fresh === undefined ? undefined : (pair?.secret ?? given.fresh);
  await tellEndpoint(cli, rotated, options, "Rotated the secret of", shown, pair?.publicKey);
  if (rotated.written && options.json !== true && overlapMs > 0)
    cli.notice(
      `Until ${new Date(now + overlapMs).toISOString()} deliveries carry the old signature, too.`,
    );
}
