// What the log shows to go wrong, and what to do: endpoints that stand still or fail, what waits for nobody, bounds
// that come near. Must not show a body.
import type { LogSettings, Settings } from "../../../config/settings.ts";
import { StoreError } from "../../../engine/store/store-error.ts";
import type { Backlog } from "../../../engine/store/stats.ts";
import type { EndpointState } from "../../../engine/store/store.ts";
import { MOST_DEAD, readLogFacts, type EndpointFacts, type LogFacts } from "../log/facts.ts";
import type { Finding } from "./finding.ts";
import { failing } from "./failing-finding.ts";
import { unread } from "./unread-finding.ts";

const NEAR = 0.9;
const NEARLY_TOO_LARGE = 0.8;
/** Less than this is filled within hours by a busy Gateway. */
const LEAST_FREE_BYTES = 500_000_000;

export interface LoggedAt {
  databasePath: string;
  settings: Pick<Settings, "endpoints" | "log" | "store">;
  /** Ms since the epoch. */
  now: number;
}

/** Nothing where there is no log yet, or it is a shared one, of which a file knows nothing. Never rejects. */
export async function findInLog({ databasePath, settings, now }: LoggedAt): Promise<Finding[]> {
  if (settings.store !== undefined) return [];
  try {
    const facts = await readLogFacts(databasePath, settings.endpoints, now);
    return facts === undefined ? [] : logFindings(facts, settings.log, now);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [
      {
        checkId: "event-webhooks.log.unreadable",
        severity: "warn",
        title: "The delivery log cannot be read",
        detail: error.message,
        remediation:
          "See to the file and its disk; a damaged log is set aside when the Gateway starts again.",
      },
    ];
  }
}

type Bounds = Pick<LogSettings, "maxRows" | "maxBytes">;

/** `now` in ms since the epoch. */
export function logFindings(facts: LogFacts, bounds: Bounds, now: number): Finding[] {
  const heldBack = facts.states.map((state) => ({ name: state.name, found: closed(state, now) }));
  const stopped = new Set(heldBack.filter(({ found }) => found.length > 0).map(({ name }) => name));
  return [
    ...heldBack.flatMap(({ found }) => found),
    ...facts.endpoints.filter(({ name }) => !stopped.has(name)).flatMap(failing),
    ...facts.endpoints.flatMap((each) => unread(each, now)),
    ...facts.endpoints.flatMap(givenUp),
    ...facts.gone.map(gone),
    ...nearlyFull(facts, bounds.maxRows),
    ...nearlyTooLarge(facts, bounds.maxBytes),
    ...littleDisk(facts),
  ];
}

function closed(
  { name, disabledReason, pausedReason, notBefore = 0 }: EndpointState,
  now: number,
): Finding[] {
  if (pausedReason !== undefined) {
    return [
      {
        checkId: "event-webhooks.endpoint.paused",
        severity: "info",
        title: `Endpoint "${name}" is paused: it sends nothing`,
        detail: `${pausedReason}. Its deliveries wait.`,
        remediation: `openclaw webhook resume ${name}`,
      },
    ];
  }
  if (disabledReason !== undefined) {
    return [
      {
        checkId: "event-webhooks.endpoint.disabled",
        severity: "warn",
        title: `Endpoint "${name}" is disabled: it sends nothing`,
        detail: `${disabledReason}. Its deliveries wait.`,
        remediation: `Once the receiver listens again: openclaw webhook resume ${name}`,
      },
    ];
  }
  if (notBefore <= now) return [];
  return [
    {
      checkId: "event-webhooks.endpoint.waiting",
      severity: "info",
      title: `Endpoint "${name}" sends nothing before ${new Date(notBefore).toISOString()}`,
      detail: "Its receiver kept failing or asked for time. Its deliveries wait and are sent then.",
      remediation: "See to the receiver if it fails; what waits goes by itself once it answers.",
    },
  ];
}

function givenUp({ name, dead, feed }: EndpointFacts): Finding[] {
  const [newest] = dead;
  if (newest === undefined) return [];
  const count = `${dead.length}${dead.length === MOST_DEAD ? " or more" : ""}`;
  return [
    {
      checkId: "event-webhooks.log.dead",
      severity: "warn",
      title: `Endpoint "${name}": ${count} given up since yesterday`,
      detail: `No attempt will come. The newest: ${newest.error ?? "no reason known"}.`,
      remediation: feed
        ? `Let its receiver read, then: openclaw webhook replay ${newest.id}`
        : `Mend the cause, then: openclaw webhook retry --endpoint ${name} --status dead`,
    },
  ];
}

function gone({ endpoint, waiting, oldestAt }: Backlog): Finding {
  return {
    checkId: "event-webhooks.log.gone",
    severity: "warn",
    title: `${waiting} waiting for endpoint "${endpoint}", which is not in the config`,
    detail: `Since ${new Date(oldestAt).toISOString()}. Without limit, so that a rename loses nothing.`,
    remediation: `Put it back under this name, or: openclaw webhook purge --endpoint ${endpoint} --pending`,
  };
}

function nearlyFull({ stats }: LogFacts, maxRows: number): Finding[] {
  const settled = stats.delivered + stats.dead;
  if (settled < maxRows * NEAR) return [];
  return [
    {
      checkId: "event-webhooks.log.nearly_full",
      severity: "info",
      title: `The log holds ${settled} ended deliveries; log.maxRows is ${maxRows}`,
      detail: "The oldest are deleted before log.maxAgeDays is over, delivered ones first.",
      remediation: "To keep them longer, raise log.maxRows.",
    },
  ];
}

function nearlyTooLarge({ bytes, stats }: LogFacts, maxBytes: number): Finding[] {
  if (bytes < maxBytes * NEARLY_TOO_LARGE) return [];
  const megabytes = (count: number): number => Math.round(count / 1_000_000);
  const waiting = stats.pending + stats.failed;
  return [
    {
      checkId: "event-webhooks.log.nearly_too_large",
      severity: "warn",
      title: `The log takes ${megabytes(bytes)} MB of the disk; log.maxBytes is ${megabytes(maxBytes)} MB`,
      detail: `At the bound the oldest that has ended is deleted before log.maxAgeDays is over. What is pending (${waiting} deliveries) is never deleted, and may take more.`,
      remediation: "To keep more, raise log.maxBytes; to need less, lower log.maxAgeDays.",
    },
  ];
}

function littleDisk({ freeBytes }: LogFacts): Finding[] {
  if (freeBytes >= LEAST_FREE_BYTES) return [];
  return [
    {
      checkId: "event-webhooks.log.disk",
      severity: "critical",
      title: `The disk of the log has ${Math.floor(freeBytes / 1_000_000)} MB left`,
      detail:
        "When it is full, events wait in memory within limits.maxQueuedEvents, and then are refused.",
      remediation: "Make room; `openclaw webhook purge --older-than 7d` makes some.",
    },
  ];
}
