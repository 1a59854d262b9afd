// What an endpoint must not show although its receiver sends it back: its secrets, its own headers, its format's
// token, the secret parts of its URL, and the signatures of one attempt. Must not keep a secret longer than its endpoint.
import type { Endpoint, EndpointAuth, OAuth2 } from "../config/settings.ts";
import { hasTemplate, standingParts } from "./request/url-template.ts";
import { maskerOf, MIN_SECRET_LENGTH, type MaskText } from "../language/mask-text.ts";

const known = new WeakMap<Endpoint, MaskText>();

/** Masks what a receiver may echo. `proofs`: the signatures of the attempt. */
export function echoMasker(endpoint: Endpoint, proofs: readonly string[] = []): MaskText {
  const standing = known.get(endpoint) ?? maskerOf(standingSecrets(endpoint), "cut");
  known.set(endpoint, standing);
  const signatures = maskerOf(
    proofs.filter((proof) => proof.length >= MIN_SECRET_LENGTH),
    "cut",
  );
  return (text) => signatures(standing(text));
}

/** Masks what a format writes into a request to say who sends it; all else is shown as it is sent. */
export function tokenMasker(endpoint: Endpoint): MaskText {
  return maskerOf(optionSecrets(endpoint));
}

/** Own headers that say what is sent, not who may send it. */
const HARMLESS_HEADERS = /^(?:accept.*|cache-control|content-.*|user-agent|x-openclaw-.*)$/i;

/** Options of formats that say who may send. */
const SECRET_OPTIONS = ["token", "user"];

function optionSecrets({ options = {} }: Endpoint): string[] {
  return SECRET_OPTIONS.flatMap((name) => (name in options ? [String(options[name])] : []));
}

/** Masks what a token server or a receiver may send back of client credentials and of their token. */
export function credentialMasker(auth: OAuth2, token = ""): MaskText {
  return maskerOf([...authSecrets(auth), token], "cut");
}

function authSecrets(auth: EndpointAuth): string[] {
  switch (auth.type) {
    case "basic":
      return [auth.password, `${auth.username}:${auth.password}`];
    case "bearer":
      return [auth.token];
    case "oauth2": {
      const { clientId, clientSecret, privateKey } = auth;
      if (clientSecret === undefined) return privateKey === undefined ? [] : [privateKey];
      // RFC 6749, section 2.3.1: both are form-encoded before they are a pair.
      const pair = [clientId, clientSecret].map((part) => new URLSearchParams([["", part]]));
      return [clientSecret, pair.map((part) => String(part).slice(1)).join(":")];
    }
  }
}

function proxySecrets({ proxy }: Endpoint): string[] {
  if (!proxy || proxy.password === undefined) return [];
  return [proxy.password, `${proxy.username ?? ""}:${proxy.password}`];
}

function standingSecrets(endpoint: Endpoint): string[] {
  const { secrets, signature, headers, url } = endpoint;
  return [
    ...[...secrets, ...(signature?.secrets ?? [])].flatMap(({ value }) => [
      value,
      value.replace(/^wh(?:sec|sk)_/, ""),
    ]),
    ...Object.entries(headers).flatMap(([name, value]) =>
      HARMLESS_HEADERS.test(name) ? [] : headerSecrets(value),
    ),
    ...optionSecrets(endpoint),
    ...(endpoint.auth ? authSecrets(endpoint.auth) : []),
    ...proxySecrets(endpoint),
    ...(endpoint.tls?.key === undefined ? [] : [endpoint.tls.key]),
    ...(endpoint.feed?.tokens ?? []).map(({ value }) => value),
    ...urlSecrets(url),
  ];
}

/** The value, what follows its scheme's name, and the pair in basic credentials. */
function headerSecrets(value: string): string[] {
  const [, scheme = "", credentials = ""] = /^([\w-]+) +(.+)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() !== "basic") return [value, credentials];
  const pair = Buffer.from(credentials, "base64").toString("utf8");
  return [value, credentials, pair, pair.slice(pair.indexOf(":") + 1)];
}

/**
 * The path whole, and of its steps those that look like no word: Slack's and Discord's carry their secret so. Of a
 * URL with templates what stands between them: the rest is known only when it is sent.
 */
function urlSecrets(text: string): string[] {
  if (hasTemplate(text)) return standingParts(text).flatMap(partSecrets);
  const url = URL.parse(text);
  if (url === null) return [];
  const { pathname, search, searchParams, username, password } = url;
  const decoded = [username, password].map(decode);
  const steps = pathname.split("/").filter((step) => !isWord(step));
  const pair = decoded.join(":");
  return [
    text,
    pathname + search,
    pathname,
    ...steps.flatMap((step) => [step, decode(step)]),
    search.slice(1),
    ...searchParams.values(),
    ...decoded,
    password === "" ? "" : pair,
  ];
}

/** A piece of a URL: its steps and values, without the host that it may begin with. */
function partSecrets(part: string): string[] {
  return (
    part
      .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "")
      .split(/[/?&#]/)
      // Of a query the value, not its name.
      .map((step) => step.slice(step.indexOf("=") + 1))
      .filter((step) => !isWord(step))
      .flatMap((step) => [step, decode(step)])
  );
}

function isWord(step: string): boolean {
  return /^[a-z]{0,19}$/.test(step);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The own signatures in the headers of an attempt. */
export function ownProofs(headers: Readonly<Record<string, string>>): string[] {
  return ["X-OpenClaw-Signature", "webhook-signature"]
    .flatMap((name) => headers[name]?.split(/[\s,]+/) ?? [])
    .map((part) => part.replace(/^sha256=/, ""));
}
