// One change of the config, from the wish to the file: plan, check, ask, write. Knows no kind of change.
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { readHeld, type ReadOnly, type Writable } from "./held.ts";
import { withValue } from "../../config/change/merge.ts";
import type { Plan, Planned, Settings } from "../../config/change/planned.ts";
import { review, type Review } from "./review.ts";
import { byHandLines, findingLines, problemLines, shownValue } from "./tell.ts";
import { write } from "./write.ts";

export interface ChangeOptions {
  /** Ask nothing. */
  yes?: boolean;
  /** Answer in one object, and ask nothing. */
  json?: boolean;
  dryRun?: boolean;
  dropComments?: boolean;
}

export interface Changed<Wish extends Planned> {
  planned: Wish;
  /** Path of the file, and where the change stands in it. */
  file: string;
  path: string;
  /** False: it was a dry run, or somebody said no. */
  written: boolean;
  restart: boolean;
  review: Review;
}

type Refused = Extract<Plan, { ok: false }>;

const MOST_TRIES = 3;

/** `plan` is asked again where somebody else wrote in between. Throws `Failure` for all that is not written. */
export async function change<Wish extends Planned>(
  cli: Cli,
  plan: (block: Settings) => Wish | Refused,
  options: ChangeOptions,
): Promise<Changed<Wish>> {
  let agreed = options.yes === true || options.json === true;
  for (let tries = 1; ; tries += 1) {
    const held = await readHeld(cli);
    const planned = plan(held.block);
    if (!planned.ok) throw new Failure("failed", sentence(planned.why));
    const checked = check(cli, held, planned);
    if (!held.writable) return refuse(cli, planned, held.why, options);
    const { file, keys } = held;
    const path = [...keys, planned.at].join(".");
    const outcome = { planned, file, path, review: checked, restart: false, written: false };
    if (options.dryRun === true) return outcome;
    if (held.hasComments && options.dropComments !== true && agreed)
      return refuse(cli, planned, commentsOf(file), options);
    if (!agreed && !(await agrees(cli, held, planned))) return outcome;
    agreed = true;
    const written = await write(cli, held, planned.block);
    if (written.kind === "refused") return refuse(cli, planned, written.why, options);
    if (written.kind === "written") return { ...outcome, ...written, written: true };
    if (tries === MOST_TRIES)
      throw new Failure("failed", `${file} is being changed all the time; nothing was written.`);
  }
}

function commentsOf(file: string): string {
  return `${file} holds comments, which OpenClaw leaves out when it writes: --drop-comments writes all the same`;
}

function check(cli: Cli, held: Writable | ReadOnly, { block }: Planned): Review {
  const around = { environment: cli.host.environment, now: cli.now() };
  const checked = held.writable
    ? review(held.config, withValue(held.config, held.keys, block), around)
    : review(held.block, block, around);
  if (checked.problems.length === 0) return checked;
  for (const line of problemLines(checked.problems)) cli.notice(line, "red");
  throw new Failure("failed", "Nothing was written: it would not work.");
}

async function agrees(cli: Cli, held: Writable, { byHand }: Planned): Promise<boolean> {
  cli.notice(`${byHand.what}:`);
  if (byHand.value !== undefined) cli.notice(shownValue(byHand.value));
  const comments = held.hasComments ? " Its comments will be gone." : "";
  const answer = await cli.confirm(`Write this to ${held.file}?${comments}`);
  if (answer === undefined)
    throw new Failure("misuse", "nobody is here to be asked: the same with --yes writes it");
  if (!answer) cli.notice("Nothing was written.");
  return answer;
}

/** What a person can do where the host does not. */
function refuse(cli: Cli, { byHand, name }: Planned, why: string, options: ChangeOptions): never {
  if (options.json === true)
    cli.print(JSON.stringify({ written: false, name, why: sentence(why), byHand }));
  else for (const line of byHandLines(byHand)) cli.print(line);
  throw new Failure("failed", `Nothing was written: ${why}.`);
}

/** Tells what was done, and what is not safe about it. */
export function report(cli: Cli, { review: checked, restart }: Changed<Planned>): void {
  for (const line of findingLines(checked)) cli.notice(line, "yellow");
  if (restart) cli.notice("The Gateway takes it up when it is started anew.", "yellow");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith("?") ? "" : "."}`;
}
