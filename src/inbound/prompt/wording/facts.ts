// The pieces that the wordings of senders are put together from. Must not know a sender.

/** What a template reads as a time, as one token that may stand in the operator's text. */
const TIME = 'date: "%Y-%m-%dT%H:%M:%SZ"';

/** Of a time in RFC 3339, or in seconds since the epoch. */
export const AS_TIME = ` | ${TIME}`;
/** Of one in ms since the epoch. */
export const MS_AS_TIME = ` | divided_by: 1000 | ${TIME}`;
/** Of an amount in hundredths. */
export const AS_UNITS = " | divided_by: 100.0";

/** A line of its own where the request has the value. `value`: a path; `filters` as in ` | upcase`. */
export function fact(label: string, value: string, filters = ""): string {
  return `{% if ${value} != blank %}\n${label}: {{ ${value}${filters} }}{% endif %}`;
}

/** The first of the paths that has a value, under a name for what follows. */
export function first(name: string, ...paths: readonly [string, ...string[]]): string {
  const [path, ...others] = paths;
  return `{% assign ${name} = ${[path, ...others.map((other) => `default: ${other}`)].join(" | ")} %}`;
}

/** A line for each of a list's first `limit`. `each`: a template over `one`. */
export function lines(label: string, list: string, each: string, limit = 20): string {
  return `{% if ${list}.size > 0 %}\n${label}:{% for one in ${list} limit: ${limit} %}\n- ${each}{% endfor %}{% if ${list}.size > ${limit} %}\n- and more, {{ ${list}.size }} in all{% endif %}{% endif %}`;
}

/** What is told of the events that have no wording: all that was sent. */
export const ALL_OF_IT = "\n{{ body }}";
