// What a wish of the page comes to: settings as they shall be, or why not. Makes secrets, and writes nothing.
import { editByWish } from "../../config/change/edit-wish.ts";
import {
  addEndpoint,
  findEndpoint,
  removeEndpoint,
  type UrlsOfFormats,
} from "../../config/change/endpoints.ts";
import type { Plan, Settings } from "../../config/change/planned.ts";
import { putBack, type TakenOut } from "../../config/change/put-back.ts";
import { rotateEndpoint } from "../../config/change/rotation.ts";
import { newKeyPair, newSecret } from "../../cli/offline/new-secret.ts";
import { fixedUrls } from "../../outbound/formats/formats.ts";
import type { SetupChange } from "../../view/setup.ts";
import { settingsOf } from "./form-settings.ts";
import type { Removals } from "./removals.ts";

export interface Fresh {
  secret: string;
  publicKey?: string;
}

export interface PlannedChange {
  plan: Plan;
  /** Made for it now. */
  fresh?: Fresh;
  /** What it takes out. */
  taken?: TakenOut;
}

export function planChange(
  block: Settings,
  change: SetupChange,
  { removals, now, toEnd = false }: { removals: Removals; now: number; toEnd?: boolean },
): PlannedChange {
  const urls = fixedUrls();
  if (change.kind === "add") return planAdd(block, change, urls);
  if (change.kind === "undo")
    return { plan: planUndo(block, removals.get(change.removal), toEnd, urls) };
  const { endpoint: name } = change;
  const found = findEndpoint(block, name, urls);
  if (!found.ok) return { plan: found };
  if (change.kind === "remove") {
    const { path, raw } = found;
    return { plan: removeEndpoint(block, name, urls), taken: { name, path, raw } };
  }
  if (change.kind === "edit") {
    const { form } = change;
    const fresh = form.secret === "auto" ? freshSecret() : undefined;
    const plan = editByWish(block, name, settingsOf(form, found.raw, fresh?.secret), urls);
    return { plan, ...(fresh && { fresh }) };
  }
  let fresh: Fresh | undefined;
  const { overlapMs } = change;
  const make = (isKey: boolean): string => {
    fresh = isKey ? newKeyPair() : freshSecret();
    return fresh.secret;
  };
  const plan = rotateEndpoint(block, name, { fresh: make, overlapMs, now }, urls);
  return { plan, ...(fresh && { fresh }) };
}

function planAdd(
  block: Settings,
  { form }: Extract<SetupChange, { kind: "add" }>,
  urls: UrlsOfFormats,
): PlannedChange {
  const fresh = form.secret === "auto" ? freshSecret() : undefined;
  const { filter, ...settings } = settingsOf(form, {}, fresh?.secret);
  const narrowed = form.agents !== undefined && form.agents.length > 0 ? { filter } : {};
  const entries = Object.entries({ ...settings, ...narrowed });
  const raw = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return { plan: addEndpoint(block, raw, urls), ...(fresh && { fresh }) };
}

function planUndo(
  block: Settings,
  taken: TakenOut | undefined,
  toEnd: boolean,
  urls: UrlsOfFormats,
): Plan {
  if (taken) return putBack(block, { ...taken, toEnd }, urls);
  return { ok: false, why: "what was removed is no longer kept: add it anew" };
}

function freshSecret(): Fresh {
  const made = newSecret("32");
  if (!made.ok) throw new Error(made.problem);
  return { secret: made.secret };
}
