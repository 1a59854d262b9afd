// Whether an endpoint's last deliveries did not arrive, and whether that is its receiver's fault or its proxy's.
import type { EndpointFacts } from "../log/facts.ts";
import type { Finding } from "./finding.ts";

/** Fewer failures in a row may be an accident. */
const FAILING_FROM = 3;

export function failing({ name, recent, lastClass }: EndpointFacts): Finding[] {
  const arrived = recent.some(({ status }) => status === "delivered");
  if (arrived || recent.length < FAILING_FROM) return [];
  const detail = `The newest: ${recent[0]?.error ?? "no reason known"}.`;
  const count = `its last ${recent.length} deliveries did not arrive`;
  if (lastClass === "proxy") {
    return [
      {
        checkId: "event-webhooks.endpoint.blocked",
        severity: "warn",
        title: `Endpoint "${name}" is blocked by its proxy: ${count}`,
        detail,
        remediation:
          "See to the proxy: nothing of this counts against the endpoint, and what waits is tried again on its schedule.",
      },
    ];
  }
  return [
    {
      checkId: "event-webhooks.endpoint.failing",
      severity: "warn",
      title: `Endpoint "${name}" fails: ${count}`,
      detail,
      remediation: `openclaw webhook explain ${recent[0]?.id ?? ""}`,
    },
  ];
}
