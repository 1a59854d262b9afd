// Which entries of `allowPrivateNetwork` can do nothing, and what to write instead. Allows and refuses nothing itself.
import { isPublicRange, parseAddress } from "./address.ts";
import { bareHost, readRange, type AllowPrivateNetwork } from "./guard.ts";

const FORMS = 'an address, a range such as "10.0.0.0/8", or a host name';

/** Entries that no target can match: `allowPrivateNetwork[1]: has a port …`, by their place in the endpoint. */
export function entryProblems(allow: AllowPrivateNetwork): string[] {
  if (typeof allow === "boolean") return [];
  return allow.flatMap((entry, index) => {
    const problem = entryProblem(entry);
    return problem === undefined ? [] : [`allowPrivateNetwork[${index}]: ${problem}`];
  });
}

/** Sound entries that allow this URL nothing: `"nas" (the url's host is n8n.lan)`. */
export function idleEntries(url: string, allow: AllowPrivateNetwork): string[] {
  if (typeof allow === "boolean" || !URL.canParse(url)) return [];
  const host = bareHost(new URL(url).hostname);
  return allow.flatMap((entry) => {
    const reason = idleReason(entry, host);
    return reason === undefined ? [] : [`${JSON.stringify(entry)} (${reason})`];
  });
}

function entryProblem(entry: string): string | undefined {
  if (entry.trim() === "") return `is empty: write ${FORMS}, or leave it out`;
  if (readRange(entry) !== undefined) return undefined;
  if (entry.includes("*")) {
    return `matches nothing, because "*" stands for itself: write ${FORMS}, or allowPrivateNetwork: true for all`;
  }
  const [, net = "", length = ""] = /^([^/]*)\/([^/]*)$/.exec(entry) ?? [];
  const ip = parseAddress(bareHost(net));
  if (ip !== undefined) {
    const longest = net.includes(":") ? 128 : 32;
    return `is no range: ${JSON.stringify(length)} must be a number from 0 to ${longest}`;
  }
  const written = hostIn(entry);
  if (written === bareHost(entry)) return undefined;
  if (written === undefined) return `is no host name: write ${FORMS}`;
  return `matches nothing: write ${JSON.stringify(written)}, the host alone as it stands in a URL`;
}

/** The host of what may have been meant as a URL, as the look-up takes it. */
function hostIn(entry: string): string | undefined {
  const text = entry.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  // A scheme that browsers do not know leaves the host as it was written.
  const host = url === null ? "" : bareHost(url.hostname);
  return host === "" ? undefined : host;
}

function idleReason(entry: string, host: string): string | undefined {
  const range = readRange(entry);
  if (range === undefined) {
    return bareHost(entry) === host ? undefined : `the url's host is ${host}`;
  }
  const [net, bits] = range;
  if (isPublicRange(net, bits)) return "public addresses need no permission";
  const target = parseAddress(host);
  // What a name resolves to is only known when it is asked.
  if (target === undefined) return undefined;
  const covers = target.kind() === net.kind() && target.match([net, bits] as never);
  return covers ? undefined : `the url leads to ${host}`;
}
