// What the Gateway warns of at its start, as a finding. Judges nothing.
import { problemText } from "../../../config/problem/problem.ts";
import type { Remark, Warning } from "../../../config/settings.ts";
import type { Finding } from "./finding.ts";

interface Words {
  /** Of `Endpoint "a"` or `Route "a"`. */
  is: string;
  remediation: string;
}

const WORDS: Readonly<Record<Remark["kind"], Words>> = {
  unsigned: {
    is: "is not signed",
    remediation: "Set `secret`; `openclaw webhook secret new` makes one.",
  },
  unknown_agent: {
    is: "listens for an agent that there is not",
    remediation: "Correct the name, or leave it out.",
  },
  unknown_variable: {
    is: "asks for what there is not",
    remediation: "Correct the name; `openclaw webhook events <type>` shows what an event holds.",
  },
};

const OF_A_ROUTE = "Correct the name; a template sees body, headers, query, route and receivedAt.";

export function warningFindings(warnings: readonly Warning[]): Finding[] {
  return warnings.map((warning) => {
    const { kind, endpoint, route } = warning;
    const owner = endpoint === undefined ? `Route "${route}"` : `Endpoint "${endpoint}"`;
    const { is, remediation } = WORDS[kind];
    return {
      checkId: `event-webhooks.${endpoint === undefined ? "route" : "endpoint"}.${kind}`,
      severity: "warn",
      title: `${owner} ${is}`,
      detail: sentence(problemText(warning)),
      remediation: endpoint === undefined ? OF_A_ROUTE : remediation,
    };
  });
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
