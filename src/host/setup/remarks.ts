// What the checker says of a change, each beside the field that it is about. Judges nothing.
import type { Planned } from "../../config/change/planned.ts";
import { placeBelow } from "../../config/problem/problem.ts";
import { withValue } from "../../config/change/merge.ts";
import { review } from "../../cli/setup/review.ts";
import type { FormField, SetupRemark } from "../../view/setup.ts";
import type { Held } from "./held.ts";

export interface Remarks {
  problems: SetupRemark[];
  warnings: SetupRemark[];
}

/** Fields that stand for a setting of another name. */
const FIELDS: ReadonlyMap<string, FormField> = new Map<string, FormField>([
  ["name", "name"],
  ["url", "url"],
  ["events", "events"],
  ["format", "format"],
  ["filter", "agents"],
  ["allowPrivateNetwork", "allowPrivateNetwork"],
  ["secret", "secret"],
]);

/** Of findings, by the end of their id. */
const FIELDS_OF_FINDINGS: ReadonlyMap<string, FormField> = new Map<string, FormField>([
  ["plain_http", "url"],
  ["plain_token", "url"],
  ["private_network", "allowPrivateNetwork"],
  ["idle_permission", "allowPrivateNetwork"],
  ["unsigned", "secret"],
  ["unknown_agent", "agents"],
]);

/** `now` in ms since the epoch. */
export function remarksOn(
  { config, keys, block, obstacle }: Held,
  planned: Planned,
  environment: Readonly<Record<string, string | undefined>>,
  now: number,
): Remarks {
  const whole = obstacle === undefined;
  const after = whole ? withValue(config, keys, planned.block) : planned.block;
  const checked = review(whole ? config : block, after, { environment, now });
  const above = placeBelow(whole ? keys.join(".") : "", planned.at);
  return {
    problems: checked.problems.map(({ path, message }) => {
      const field = fieldOf(path, above);
      // Beside a field its path says nothing new.
      return field === undefined ? { message: `${path}: ${message}` } : { field, message };
    }),
    warnings: [
      ...checked.unset.map((name) => ({
        message: `The variable ${name} is not set in the Gateway.`,
      })),
      ...checked.findings
        .filter(({ severity }) => severity !== "info")
        .map(({ checkId, title, remediation }) => {
          const field = FIELDS_OF_FINDINGS.get(checkId.slice(checkId.lastIndexOf(".") + 1));
          return { ...(field && { field }), message: `${title}.`, remedy: remediation };
        }),
    ],
  };
}

function fieldOf(path: string, above: string): FormField | undefined {
  if (!path.startsWith(`${above}.`)) return undefined;
  const [, setting = "", option] = /^(\w+)(?:\.(\w+))?/.exec(path.slice(above.length + 1)) ?? [];
  if (setting === "options") return option === undefined ? "format" : `option:${option}`;
  return FIELDS.get(setting);
}
