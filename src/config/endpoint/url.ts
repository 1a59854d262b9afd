// Decides whether a text is an address that events can be POSTed to. Which addresses may be reached is the guard's.

/** What keeps a text from being an http address, or undefined. The text is not repeated: it may be a secret. */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a URL; expected http:// or https:// and a host";
  const { protocol } = new URL(text);
  if (protocol === "https:" || protocol === "http:") return undefined;
  return `must be http or https, found "${protocol}"`;
}

/** A template before the path, where it would choose whom a request goes to. */
const TEMPLATE_IN_ORIGIN = /^[^/?#\\]*(?::\/\/[^/?#\\]*)?\{[{%]/;

/** The same, for an address that requests are sent to. */
export function urlProblem(text: string): string | undefined {
  if (TEMPLATE_IN_ORIGIN.test(text)) {
    return "a template may stand in the path and the query only; write scheme, host and port as they are";
  }
  const problem = addressProblem(text);
  if (problem !== undefined) return problem;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    return 'holds a user name or password; send it as a header instead: headers: { Authorization: "Basic …" }';
  }
  return undefined;
}

/** The URL without user name and password, so that a held endpoint can be shown. */
export function withoutCredentials(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username === "" && url.password === "") return text;
  url.username = "";
  url.password = "";
  return url.href;
}

/** The host of a URL as an endpoint name: `hooks.slack.com`; undefined when there is none. */
export function nameOfHost(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const name = new URL(text).hostname
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|-+$/g, "");
  return name === "" ? undefined : name.slice(0, 60);
}
