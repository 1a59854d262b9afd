// Templates in the path and the query of a URL. No value of an event can choose where a request goes: scheme,
// host, port and credentials hold no template, and a value is one step of the path or one value of the query.
import { compileTemplate, openScope, type Template } from "../../language/template/template.ts";
import { textOf, type OutputHook } from "../../language/template/emitters.ts";
import { workBudget } from "../../language/template/work-meter.ts";
import type { Envelope } from "../envelope.ts";

export type RenderedUrl = { ok: true; url: string } | { ok: false; error: string };
export type UrlWriter = (
  envelope: Envelope,
  size: { now: number; eventLength: number },
) => RenderedUrl;

const TEMPLATE = /\{[{%]/;
/** Scheme, host, port and credentials: all before the first slash, question mark or hash behind the scheme. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i;
/** Longer ones are refused by most servers (RFC 9110, section 4.1 asks for 8,000). */
const MOST_CHARACTERS = 8000;

export function hasTemplate(url: string): boolean {
  return TEMPLATE.test(url);
}

/** The URL without what its templates would write: for whoever looks for its standing parts. */
export function standingParts(url: string): string[] {
  return url.split(/\{\{.*?\}\}|\{%.*?%\}/s);
}

/** A URL without templates is itself. A problem starts with `url:` and repeats nothing of the URL. */
export function compileUrl(
  url: string,
): { ok: true; write: UrlWriter } | { ok: false; problem: string } {
  if (!hasTemplate(url)) return { ok: true, write: () => ({ ok: true, url }) };
  const origin = ORIGIN.exec(url)?.[0];
  if (origin === undefined || TEMPLATE.test(origin)) {
    const problem =
      "url: a template may stand in the path and the query only; write scheme, host and port as they are";
    return { ok: false, problem };
  }
  const compiled = compileTemplate(url.slice(origin.length));
  if (!compiled.ok) {
    return { ok: false, problem: `url: the template cannot be read: ${compiled.error}` };
  }
  return { ok: true, write: writerOf(origin, compiled.template) };
}

function writerOf(origin: string, template: Template): UrlWriter {
  return (envelope, { now, eventLength }) => {
    const scope = openScope(envelope, { now, workUnits: workBudget(eventLength) });
    const rendered = template.render(scope, encode);
    if (!rendered.ok) {
      return { ok: false, error: `url: the template cannot be rendered: ${rendered.error}` };
    }
    const rest = String(rendered.value);
    if (rest.length > MOST_CHARACTERS) {
      return { ok: false, error: `url: longer than ${MOST_CHARACTERS} characters with this event` };
    }
    const path = /^[^?#]*/.exec(rest)?.[0] ?? "";
    if (!keepsItsSteps(origin + rest, path)) {
      return { ok: false, error: "url: a value of this event would change the path" };
    }
    return { ok: true, url: origin + rest };
  };
}

const encode: OutputHook = ({ value }) => encodeURIComponent(textOf(value).toWellFormed());

/** `.` and `..` lead elsewhere in every spelling, so that they cannot be encoded. */
const ELSEWHERE = /^(?:\.|%2e){1,2}$/i;

function keepsItsSteps(url: string, path: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed || path.split("/").some((step) => ELSEWHERE.test(step))) return false;
  return stepsOf(parsed.pathname) === Math.max(stepsOf(path), 1);
}

function stepsOf(path: string): number {
  return path.split("/").length - 1;
}
