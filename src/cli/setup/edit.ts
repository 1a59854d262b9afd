// `openclaw webhook edit`, `remove` and `rotate-secret`: an endpoint that is there.
import { fixedUrls } from "../../outbound/formats/formats.ts";
import { isRecord } from "../../config/problem/path.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { newKeyPair } from "../offline/new-secret.ts";
import { readSpan } from "../terminal/time.ts";
import { change, report, type ChangeOptions } from "./change.ts";
import { readEndpointWish, readSecret, type EndpointOptions } from "./endpoint-wish.ts";
import { tellEndpoint } from "./outcome.ts";
import { editEndpoint, findEndpoint, removeEndpoint } from "./plan/endpoints.ts";
import { rotate } from "./plan/secret.ts";
import type { Plan } from "./plan/planned.ts";
import { json5Lines } from "./tell.ts";

export async function edit(cli: Cli, name: string, options: EndpointOptions): Promise<void> {
  const { settings, fresh } = readEndpointWish(options);
  const { filter, ...changes } = settings;
  if (Object.keys(settings).length === 0)
    throw new Failure("misuse", "say what to change: openclaw webhook edit --help lists it");
  const urls = fixedUrls();
  const edited = await change(
    cli,
    (block) => {
      const found = findEndpoint(block, name, urls);
      if (!found.ok) return found;
      // The rest of a filter is not what was asked about.
      const others = isRecord(found.raw["filter"]) ? found.raw["filter"] : {};
      const merged = isRecord(filter) ? { ...changes, filter: { ...others, ...filter } } : changes;
      return editEndpoint(block, name, merged, urls);
    },
    options,
  );
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
    (block): Plan => {
      const found = findEndpoint(block, name, urls);
      if (!found.ok) return found;
      const { secret: current, signature } = found.raw;
      if (isRecord(signature) && signature["secret"] !== undefined)
        return {
          ok: false,
          why: `"${name}" signs with "signature.secret", which this does not rotate`,
        };
      if (given.fresh !== undefined && isKey(current)) pair ??= newKeyPair();
      const rotation = rotate(current, pair?.secret ?? given.secret, { overlapMs, now });
      if (!rotation.ok) return { ok: false, why: `"${name}" ${rotation.why}` };
      const { secrets } = rotation;
      const plan = editEndpoint(block, name, { secret: secrets }, urls);
      if (!plan.ok) return plan;
      return { ...plan, byHand: { ...plan.byHand, value: { secret: withoutOld(secrets) } } };
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

/** An ed25519 key, the newest one deciding. */
function isKey(secret: unknown): boolean {
  const [first] = Array.isArray(secret) ? (secret as unknown[]) : [{ value: secret }];
  const value = isRecord(first) ? first["value"] : undefined;
  return typeof value === "string" && value.startsWith("whsk_");
}

/** What is there already is not shown again. */
function withoutOld(secrets: unknown): unknown {
  if (!Array.isArray(secrets)) return secrets;
  const [fresh, ...old] = secrets as Record<string, unknown>[];
  return [
    fresh,
    ...old.map((entry) => ({
      ...entry,
      ...(typeof entry["value"] === "string" &&
        !entry["value"].startsWith("${") && { value: "<as it stands there now>" }),
    })),
  ];
}
