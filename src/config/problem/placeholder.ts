// Knows the hosts and secrets that samples hold: nobody receives there, and everybody knows them. Looks nothing up.

/** Names that belong to nobody (RFC 2606, RFC 6761), and those of samples that somebody may own. */
const HOSTS: readonly RegExp[] = [
  /(?:^|\.)example\.(?:com|org|net)$/,
  /\.(?:example|invalid)$/,
  /(?:^|\.)(?:your|my)-?(?:server|domain|host|company|app|site|webhook)\.(?:com|org|net|io|dev)$/,
];

const IN_BRACKETS = /<[^<>]*>|%3[cC].*%3[eE]/;

/** What samples write where a secret belongs, an optional `whsec_` aside. */
const SECRETS: readonly RegExp[] = [
  /^(?:x{3,}|\*{3,}|\.{3,}|…)$/i,
  /^<.*>$/,
  /^(?:your|my|the)[-_ ](?:webhook[-_ ])?(?:signing[-_ ])?(?:secret|token|key|password)(?:[-_ ]here)?$/i,
  /^change[-_ ]?(?:me|this)$/i,
  /^(?:replace|todo)(?:[-_ ]?me)?$/i,
];

/** Why nothing is sent to this address, or undefined. */
export function placeholderHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (!IN_BRACKETS.test(url) && !HOSTS.some((pattern) => pattern.test(hostname))) return undefined;
  return `"${hostname}" is a sample's placeholder; write the address of your receiver`;
}

/** Why nothing is proved with this secret, which is not shown, or undefined. */
export function placeholderSecret(value: string): string | undefined {
  const bare = value.trim().replace(/^whsec_/, "");
  if (!SECRETS.some((pattern) => pattern.test(bare))) return undefined;
  return "is a sample's placeholder that everybody knows; `openclaw webhook secret new` makes one";
}
