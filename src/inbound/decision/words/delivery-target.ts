// Where a run's reply, or a delivered message, goes: a channel, a recipient, an account.
// Must not take a recipient that the operator's template and its pattern did not let through.
import type { RouteDelivery } from "../../../config/route/route-settings.ts";
import { compileChecked, type CheckedTemplate, type Rule } from "./checked-template.ts";
import type { RequestContent } from "../../request/request-content.ts";

/** Absent fields are the session's own. */
export interface DeliveryTarget {
  channel?: string;
  to?: string;
  accountId?: string;
}

export interface DeliveryTargets {
  of: (
    request: RequestContent,
  ) => { ok: true; target: DeliveryTarget } | { ok: false; error: string };
}

// The operator's own text may hold more, such as the # of a Slack channel, but stays one line.
const line = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,256}$/u;

const rules: Readonly<Record<keyof RouteDelivery, Rule>> = {
  channel: { value: /^[a-z0-9-]{1,64}$/, whole: line, allowed: "1 to 64 of a-z 0-9 -" },
  to: {
    value: /^[A-Za-z0-9@+._:-]{1,128}$/,
    whole: line,
    allowed: "1 to 128 of A-Z a-z 0-9 @ + . _ : -",
  },
  accountId: {
    value: /^[A-Za-z0-9._-]{1,64}$/,
    whole: line,
    allowed: "1 to 64 of A-Z a-z 0-9 . _ -",
  },
};

/** Problems start with their place: `deliver.to: …`. */
export function compileDeliveryTarget(
  deliver: RouteDelivery,
): { ok: true; targets: DeliveryTargets } | { ok: false; problems: string[] } {
  const templates: [keyof RouteDelivery, CheckedTemplate][] = [];
  const problems: string[] = [];
  for (const field of ["channel", "to", "accountId"] as const) {
    const source = deliver[field];
    if (source === undefined) continue;
    const compiled = compileChecked(source, `deliver.${field}`, rules[field]);
    if (compiled.ok) templates.push([field, compiled.template]);
    else problems.push(compiled.problem);
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, targets: { of: (request) => fill(templates, request) } };
}

function fill(
  templates: readonly (readonly [keyof RouteDelivery, CheckedTemplate])[],
  request: RequestContent,
): ReturnType<DeliveryTargets["of"]> {
  const target: DeliveryTarget = {};
  for (const [field, template] of templates) {
    const rendered = template.render(request);
    if (!rendered.ok) return rendered;
    target[field] = rendered.text;
  }
  return { ok: true, target };
}
