// `eventWebhooks.setup.*`: what a form is filled with, what the checker says of it, and the writing. All of it stays
// on the Gateway: to the page go no secrets but those that were made for it just now.
import { isDeepStrictEqual } from "node:util";
import { findEndpoint } from "../../config/change/endpoints.ts";
import { findPlace } from "../../config/change/place.ts";
import { byHandLines } from "../../cli/setup/tell.ts";
import { fixedUrls } from "../../outbound/formats/formats.ts";
import type {
  SetupChange,
  SetupCheck,
  SetupForm,
  SetupRemark,
  SetupStanding,
  SetupWritten,
} from "../../view/setup.ts";
import type { ConfigFile, ConfigText } from "./config-file.ts";
import { asForm, formatRows } from "./form-settings.ts";
import { heldOf, type Held } from "./held.ts";
import { planChange, type PlannedChange } from "./plan-change.ts";
import { previewForm, type PreviewPorts } from "./preview-form.ts";
import { remarksOn } from "./remarks.ts";
import { forgetOld, keepRemoval, type Removals } from "./removals.ts";

/** What it needs of the plugin that runs. */
export interface SetupPorts {
  configFile: ConfigFile;
  removals: Removals;
  starts: number;
  environment: Readonly<Record<string, string | undefined>>;
  /** For the Gateway's log: what was written. */
  tell: (line: string) => void;
}

const DONE: Readonly<Record<SetupChange["kind"], string>> = {
  add: "added",
  edit: "changed",
  rotate: "given a new secret",
  remove: "removed",
  undo: "put back",
};

export async function standing({ configFile, starts }: SetupPorts): Promise<SetupStanding> {
  return standingOf(heldOf(await configFile.read()), starts);
}

function standingOf({ file, comments, obstacle }: Held, starts: number): SetupStanding {
  return {
    file,
    comments,
    starts,
    ...(obstacle !== undefined && { obstacle: sentence(obstacle) }),
  };
}

/** Undefined: no such endpoint. */
export async function formFor(
  { configFile, starts }: SetupPorts,
  endpoint: string | undefined,
): Promise<SetupForm | undefined> {
  const held = heldOf(await configFile.read());
  const common = { ...standingOf(held, starts), formats: formatRows(), agents: agentsIn(held) };
  if (endpoint === undefined) return common;
  const found = findEndpoint(held.block, endpoint, fixedUrls());
  return found.ok ? { ...common, endpoint: asForm(endpoint, found.raw) } : undefined;
}

function agentsIn({ config }: Held): string[] {
  const { agents } = config as { agents?: { entries?: object } };
  return Object.keys(agents?.entries ?? {});
}

export async function check(
  ports: SetupPorts & PreviewPorts,
  change: SetupChange,
): Promise<SetupCheck> {
  const { configFile, removals, now, environment } = ports;
  const held = heldOf(await configFile.read());
  const { plan } = planChange(held.block, change, { removals, now });
  if (!plan.ok) return { problems: [refusal(plan.why)], warnings: [], previews: [] };
  const remarks = remarksOn(held, plan, environment, now);
  const shows = change.kind === "add" || change.kind === "edit";
  if (!shows) return { ...remarks, previews: [] };
  return { ...remarks, ...(await previewForm(ports, plan.block, plan.name, held.config)) };
}

/** Thrown to keep the host from writing. */
class Unwritten extends Error {
  readonly answer: SetupWritten;

  constructor(answer: Omit<Extract<SetupWritten, { written: false }>, "written">) {
    super("nothing is written");
    this.answer = { written: false, ...answer };
  }
}

type Made = Omit<PlannedChange, "plan"> & { planned: Extract<PlannedChange["plan"], { ok: true }> };

/** Rejects when the file then holds something else than was meant. */
export async function write(
  ports: SetupPorts,
  change: SetupChange,
  options: { dropComments: boolean; now: number; toEnd?: boolean },
): Promise<SetupWritten> {
  const { configFile, removals, starts } = ports;
  const { dropComments, now, toEnd = false } = options;
  forgetOld(removals, now);
  let done: (Made & { held: Held; warnings: SetupRemark[] }) | undefined;
  const meant = (text: ConfigText): { keys: readonly string[]; value: unknown } => {
    const held = heldOf(text);
    const { plan, ...made } = planChange(held.block, change, { removals, now, toEnd });
    if (!plan.ok) throw new Unwritten({ problems: [refusal(plan.why)] });
    const { problems, warnings } = remarksOn(held, plan, ports.environment, now);
    // What is put back was there, whatever the checker thinks of it.
    if (problems.length > 0 && change.kind !== "undo") throw new Unwritten({ problems });
    const byHand = byHandLines(plan.byHand).join("\n");
    const obstacle = held.obstacle ?? (holdsNull(plan.block) ? HOLDS_NULL : undefined);
    if (obstacle !== undefined)
      throw new Unwritten({ problems: [], obstacle: sentence(obstacle), byHand });
    if (held.comments && !dropComments)
      throw new Unwritten({
        problems: [],
        obstacle: commentsIn(held.file),
        byHand,
        comments: true,
      });
    done = { ...made, planned: plan, held, warnings };
    return { keys: held.keys, value: plan.block };
  };
  try {
    await configFile.write(meant);
  } catch (error) {
    if (error instanceof Unwritten) return error.answer;
    if (done === undefined) throw error;
    if (change.kind === "undo" && !toEnd && isOrderRefused(error))
      return write(ports, change, { ...options, toEnd: true });
    const { byHand } = done.planned;
    const obstacle = `The Gateway said: ${error instanceof Error ? error.message : String(error)}`;
    return { written: false, problems: [], obstacle, byHand: byHandLines(byHand).join("\n") };
  }
  if (done === undefined) throw new Error("the Gateway wrote nothing, and did not say why");
  const { planned, held, fresh, taken, warnings } = done;
  const { file, keys } = held;
  const place = findPlace((await configFile.read()).config);
  if (!place.ok || !isDeepStrictEqual(place.block, planned.block))
    throw new Error(
      `${file} does not hold what was asked for: look at ${keys.join(".")} before anything else`,
    );
  if (change.kind === "undo") removals.delete(change.removal);
  const path = [...keys, planned.at].join(".");
  ports.tell(`endpoint "${planned.name}" was ${DONE[change.kind]} from the page: ${path}`);
  const removal = taken && keepRemoval(removals, taken, now);
  return {
    written: true,
    name: planned.name,
    file,
    path,
    warnings,
    // A private key stays where it signs.
    ...(fresh && (fresh.publicKey === undefined ? fresh : { publicKey: fresh.publicKey })),
    ...(removal && { removal }),
    starts,
  };
}

/** The host moves no entry of a list that holds variables (`EnvRefArrayMutationError`), but takes one more. */
function isOrderRefused(error: unknown): boolean {
  return error instanceof Error && error.name === "EnvRefArrayMutationError";
}

const HOLDS_NULL = "the settings hold null, which OpenClaw leaves out when it writes";

function holdsNull(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === "object" && Object.values(value).some(holdsNull);
}

function commentsIn(file: string): string {
  return `${file} holds comments, which OpenClaw leaves out when it writes.`;
}

function refusal(why: string): SetupRemark {
  return { message: sentence(why) };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? "" : "."}`;
}
