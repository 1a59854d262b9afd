// What an agent is told of a request where the route says nothing itself: words of the sender's preset.
// Must not hold a sender's facts.
import type { Route } from "../../../config/route/route-settings.ts";
import { presetNamed } from "../../proof/presets/presets.ts";
import { ACCOUNTS } from "./accounts.ts";
import { BUILDS } from "./builds.ts";
import { CODE } from "./code.ts";
import { ALL_OF_IT } from "./facts.ts";
import { MONEY } from "./money.ts";
import { OPERATIONS } from "./operations.ts";
import { PEOPLE } from "./people.ts";
import { TALK } from "./talk.ts";
import { TASKS } from "./tasks.ts";

/** By the preset's name. */
export const WORDINGS: ReadonlyMap<string, string> = new Map(
  [ACCOUNTS, BUILDS, CODE, MONEY, OPERATIONS, PEOPLE, TALK, TASKS].flatMap((each) =>
    Object.entries(each),
  ),
);

/** The route's template, or its sender's; undefined where neither says anything. */
export function wordingOf({
  template,
  auth,
}: Pick<Route, "template" | "auth">): string | undefined {
  if (template !== undefined || auth.kind !== "preset") return template;
  const preset = presetNamed(auth.preset);
  return (
    preset &&
    (WORDINGS.get(preset.name) ?? `${preset.title.replace(/ \(.*\)$/, "")} sent:${ALL_OF_IT}`)
  );
}
