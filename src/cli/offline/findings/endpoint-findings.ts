// What is not safe about an endpoint that works, and which ones stand still.
// Must not show a URL: with Slack and its like the URL is the secret.
import type { Endpoint } from "../../../config/settings.ts";
import { idleEntries } from "../../../engine/guard/allow-list.ts";
import { vetUrl } from "../../../engine/guard/guard.ts";
import { STAND_IN } from "../settings/stand-ins.ts";
import type { Finding } from "./finding.ts";
import { unjudged } from "./receiver-finding.ts";

/** Senders' addresses that nobody can guess, as their own pages call them: whoever has the URL may post. */
const SECRET_URLS: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/^hooks\.slack(?:-gov)?\.com$/, /^\//],
  [/^(?:\w+\.)?discord(?:app)?\.com$/, /^\/api\/(?:v\d+\/)?webhooks\//],
  [/\.webhook\.office\.com$/, /^\//],
  [/^outlook\.office(?:365)?\.com$/, /^\/webhook\//],
  [/\.logic\.azure\.com$/, /^\//],
  [/\.api\.powerplatform\.com$/, /^\//],
  [/^chat\.googleapis\.com$/, /^\/v1\/spaces\//],
  [/^hooks\.zapier\.com$/, /^\//],
  [/^hook\.(?:\w+\.)?make\.com$/, /^\//],
];

/** Ends of names that only a private network gives out. */
const PRIVATE_NAME = /(?:^[^.]+|\.(?:lan|local|internal|home|localhost|home\.arpa))$/;

export function endpointFindings(endpoints: readonly Endpoint[]): Finding[] {
  return endpoints.flatMap((endpoint) => {
    const checks = [
      held,
      unsigned,
      unjudged,
      plainHttp,
      plainToken,
      openToPrivateNetwork,
      idlePermission,
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

/** Formats of no vendor: their receivers may check our signature. */
const CHECKING = new Set(["cloudevents", "form"]);

function unsigned(endpoint: Endpoint): Finding | undefined {
  const { name, url, secrets, format, held: reason } = endpoint;
  // A vendor's receiver knows its own token, and no signature of ours.
  if (format !== undefined && !CHECKING.has(format)) return undefined;
  // What keeps it held may be the secret itself.
  if (secrets.length > 0 || reason !== undefined || isSecretUrl(url)) return undefined;
  return {
    checkId: "event-webhooks.endpoint.unsigned",
    severity: "warn",
    title: `Endpoint "${name}" is not signed`,
    detail: "Its receiver cannot tell this Gateway's requests from anybody else's.",
    remediation: "Set `secret`; `openclaw webhook secret new` makes one.",
  };
}

function plainHttp(endpoint: Endpoint): Finding | undefined {
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
  const { name, auth } = endpoint;
  if (auth?.type !== "oauth2") return undefined;
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

function openToPrivateNetwork({ name, url, allowPrivateNetwork }: Endpoint): Finding | undefined {
  if (allowPrivateNetwork !== true || !URL.canParse(url)) return undefined;
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
  // What stands in for a variable that is not set here says nothing of the real one.
  if (reason !== undefined || url.includes(STAND_IN)) return undefined;
  const idle = idleEntries(url, allowPrivateNetwork).filter((entry) => !entry.includes(STAND_IN));
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

function isSecretUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname } = new URL(url);
  return SECRET_URLS.some(([host, path]) => host.test(hostname) && path.test(pathname));
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
