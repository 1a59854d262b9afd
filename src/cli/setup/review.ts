// What the checker of `openclaw webhook check` says of settings that are not written yet, and did not say before.
import { checkText, type CheckReport, type Remark } from "../offline/settings/check-report.ts";
import type { Finding } from "../offline/findings/finding.ts";
import type { Environment } from "../offline/settings/stand-ins.ts";

export interface Review {
  /** What would be held, or keep the Gateway from starting. */
  problems: Remark[];
  findings: Finding[];
  /** Variables that are not set here. The Gateway may have them. */
  unset: string[];
}

/** `before` and `after` are the host's configs, or the plugin's settings alone. `now` in ms since the epoch. */
export function review(
  before: unknown,
  after: unknown,
  { environment, now }: { environment: Environment; now: number },
): Review {
  const report = (config: unknown): CheckReport =>
    checkText(JSON.stringify(config), environment, now);
  const [one, other] = [report(before), report(after)];
  const problems = added(one.problems, other.problems, ({ path, message }) =>
    // What stands behind one that goes moves up.
    JSON.stringify([path.replaceAll(/\[\d+\]/g, "[]"), message.replaceAll(/\[\d+\]/g, "[]")]),
  );
  return {
    problems,
    findings: added(one.findings, other.findings, ({ checkId, title }) => `${checkId} ${title}`),
    unset: other.unset.filter((name) => !one.unset.includes(name)),
  };
}

function added<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const left = before.map(keyOf);
  return after.filter((item) => {
    const at = left.indexOf(keyOf(item));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
