// What is not safe about an endpoint that works, and which ones stand still.
// Must not show a URL: with Slack and its like the URL is the secret.
import type { Endpoint } from "../../../config/settings.ts";
import { idleEntries } from "../../../engine/guard/allow-list.ts";
import { vetUrl } from "../../../engine/guard/guard.ts";
import { plannedPauseMs } from "../../../engine/pace/backoff.ts";
import { duration } from "../../terminal/time.ts";
import type { Finding } from "./finding.ts";
import { unjudged } from "./receiver-finding.ts";

/** Of the default schedule. */
const DEFAULT_PAUSES = 10;

/** Ends of names that only a private network gives out. */
const PRIVATE_NAME = /(?:^[^.]+|\.(?:lan|local|internal|home|localhost|home\.arpa))$/;

export function endpointFindings(endpoints: readonly Endpoint[]): Finding[] {
  return endpoints.flatMap((endpoint) => {
    const checks = [
      held,
      unjudged,
      plainHttp,
      plainToken,
      openToPrivateNetwork,
      idlePermission,
      retries,
    ];
    const found = checks.map((check) => check(endpoint));
    return found.filter((finding) => finding !== undefined);
  });
}

function held({ name, held: reason }: Endpoint): Finding | undefined {
  if (reason === undefined) return undefined;
  return {
    checkId: "event-webhooks.endpoint.held",
    severity: "warn",
    title: `Endpoint "${name}" is held: it sends nothing`,
    detail: reason,
    remediation: "Correct what is named; what was recorded meanwhile is then sent.",
  };
}

function plainHttp(endpoint: Endpoint): Finding | undefined {
  // Of what is held the address may not be known.
  if (endpoint.held !== undefined) return undefined;
  if (protocolOf(endpoint) !== "http:" || !mayBePublic(endpoint)) return undefined;
  return {
    checkId: "event-webhooks.endpoint.plain_http",
    severity: "warn",
    title: `Endpoint "${endpoint.name}" sends over plain http`,
    detail: "Whoever is on the way reads and changes the messages; a signature hides nothing.",
    remediation: "Use https.",
  };
}

/** Where the client's secret goes. */
function plainToken(endpoint: Endpoint): Finding | undefined {
  const { name, auth, held: reason } = endpoint;
  if (reason !== undefined || auth?.type !== "oauth2") return undefined;
  const server = { ...endpoint, url: auth.tokenUrl };
  if (protocolOf(server) !== "http:" || !mayBePublic(server)) return undefined;
  return {
    checkId: "event-webhooks.endpoint.plain_token",
    severity: "warn",
    title: `Endpoint "${name}" asks for its token over plain http`,
    detail: "Whoever is on the way reads the client's secret and the token.",
    remediation: "Use https in auth.tokenUrl.",
  };
}

function openToPrivateNetwork(endpoint: Endpoint): Finding | undefined {
  const { name, url, allowPrivateNetwork, held: reason } = endpoint;
  if (reason !== undefined || allowPrivateNetwork !== true || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  // An address that is written out is the only one that can be reached: redirects are not followed.
  const isWrittenOut = !vetUrl(url, false).ok;
  return {
    checkId: "event-webhooks.endpoint.private_network",
    severity: isWrittenOut ? "info" : "warn",
    title: `Endpoint "${name}" may reach all of the private network`,
    detail: "Whoever answers for its name can point it at any machine that this one can reach.",
    remediation: `Allow what is meant: allowPrivateNetwork: [${JSON.stringify(hostname)}].`,
  };
}

function idlePermission(endpoint: Endpoint): Finding | undefined {
  const { name, url, allowPrivateNetwork, held: reason } = endpoint;
  if (reason !== undefined) return undefined;
  const idle = idleEntries(url, allowPrivateNetwork);
  if (idle.length === 0) return undefined;
  return {
    checkId: "event-webhooks.endpoint.idle_permission",
    severity: "warn",
    title: `Endpoint "${name}" allows what its url cannot lead to`,
    detail: `In allowPrivateNetwork, without effect: ${idle.join(", ")}.`,
    remediation:
      "List the url's own host or a range that its address is in, and leave out the rest.",
  };
}

/** The default is in docs/endpoints.md; what was written may come to something else than was thought. */
function retries({ name, retry, held: reason }: Endpoint): Finding | undefined {
  if (
    reason !== undefined ||
    (retry.kind === "schedule" && retry.delaysMs.length === DEFAULT_PAUSES)
  )
    return undefined;
  const pauses: number[] = [];
  for (let pause = plannedPauseMs(retry, 1); pause !== undefined;) {
    pauses.push(pause);
    pause = plannedPauseMs(retry, pauses.length + 1);
  }
  const [first, last] = [pauses[0], pauses.at(-1)];
  const attempts = pauses.length + 1;
  const reach = duration(pauses.reduce((sum, pause) => sum + pause, 0));
  const spaced =
    first === undefined || last === undefined
      ? "There is no second one."
      : `The first pause is ${duration(first)}, the last ${duration(last)}.`;
  return {
    checkId: "event-webhooks.endpoint.retry",
    severity: "info",
    title:
      attempts === 1
        ? `Endpoint "${name}" tries once`
        : `Endpoint "${name}" tries ${attempts} times within ${reach}`,
    detail: `${spaced} A receiver that fails for longer gets nothing by itself: the delivery is dead, and can be retried by hand.`,
    remediation: "Leave `retry` out for 11 attempts over two days.",
  };
}

function protocolOf({ url }: Endpoint): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined;
}

function mayBePublic({ url, allowPrivateNetwork }: Endpoint): boolean {
  if (allowPrivateNetwork === false) return vetUrl(url, false).ok;
  const { hostname } = new URL(url);
  const isListed = allowPrivateNetwork !== true && allowPrivateNetwork.includes(hostname);
  return !isListed && !PRIVATE_NAME.test(hostname) && vetUrl(url, false).ok;
}
