// The body of an answer: a text or JSON with templates in it, compiled once, rendered for each caller.
// Must not let a value be anything but text, or JSON, in what it writes.
import { configPath } from "../../language/config-path.ts";
import {
  compileTemplate,
  type Template,
  type TemplateScope,
} from "../../language/template/template.ts";
import { markProblem, renderParts } from "../../language/template/written-parts.ts";
import { WRITE, type AnswerKind } from "./media-type.ts";

export type RenderedBody = { ok: true; body: string } | { ok: false; error: string };

export interface AnswerBody {
  /** The first words of what its templates read. */
  roots: ReadonlySet<string>;
  render: (scope: TemplateScope) => RenderedBody;
}

type Node =
  | { kind: "constant"; value: unknown }
  | { kind: "template"; at: string; template: Template }
  | { kind: "list"; items: readonly Node[] }
  | { kind: "object"; entries: readonly (readonly [string, Node])[] };

const MAX_DEPTH = 32;

/** `at`: the setting, for messages. Problems start with it. */
export function compileAnswerBody(
  source: unknown,
  kind: AnswerKind,
  at: string,
): { ok: true; body: AnswerBody } | { ok: false; problems: string[] } {
  if (typeof source === "string") return compileText(source, kind, at);
  if (kind !== "json") {
    return { ok: false, problems: [`${at}: expected a text, because "contentType" is not JSON`] };
  }
  const found: Found = { problems: [], roots: new Set() };
  const root = compileNode(source, at, found, 0);
  if (found.problems.length > 0) return { ok: false, problems: found.problems };
  return { ok: true, body: { roots: found.roots, render: (scope) => renderJson(root, scope) } };
}

interface Found {
  problems: string[];
  roots: Set<string>;
}

function compileText(
  source: string,
  kind: AnswerKind,
  at: string,
): { ok: true; body: AnswerBody } | { ok: false; problems: string[] } {
  const compiled = compileTemplate(source);
  const problem = compiled.ok ? (markProblem(source) ?? formProblem(source, kind)) : compiled.error;
  if (!compiled.ok || problem !== undefined) {
    const told = compiled.ok ? problem : `the template cannot be read: ${problem}`;
    return { ok: false, problems: [`${at}: ${told}`] };
  }
  const { template } = compiled;
  const write = WRITE[kind];
  const render: AnswerBody["render"] = (scope) => {
    const rendered = renderParts(template, scope);
    if (!rendered.ok)
      return { ok: false, error: `${at}: the template cannot be rendered: ${rendered.error}` };
    const body = rendered.parts
      .map((part) => ("literal" in part ? part.literal : write(part.written.value)))
      .join("");
    if (kind !== "json" || body === "" || isJson(body)) return { ok: true, body };
    return { ok: false, error: `${at}: what the template gives is no JSON` };
  };
  return { ok: true, body: { roots: new Set(rootsOf(template)), render } };
}

/** What a text of this kind cannot begin with. */
function formProblem(source: string, kind: AnswerKind): string | undefined {
  const begins = source.trimStart();
  if (begins === "" || /^\{[{%]/.test(begins)) return undefined;
  if (kind === "xml" && !begins.startsWith("<"))
    return 'is no XML; write XML, or set "contentType" to what it is';
  if (kind === "json" && !/^[[{"\d-]|^(?:true|false|null)/.test(begins))
    return 'is no JSON; write JSON, or set "contentType" to what it is';
  if (kind === "text" && /^<[?A-Za-z]/.test(begins))
    return 'looks like XML, whose values must be escaped; set "contentType" to "text/xml"';
  if (kind === "text" && /^\{\s*"/.test(begins))
    return 'looks like JSON, whose values must be escaped; set "contentType" to "application/json"';
  return undefined;
}

function rootsOf(template: Template): string[] {
  return template.reads().flatMap(([root]) => root ?? []);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function compileNode(value: unknown, at: string, found: Found, depth: number): Node {
  if (depth > MAX_DEPTH) {
    found.problems.push(`${at}: nested deeper than ${MAX_DEPTH} levels`);
    return { kind: "constant", value: null };
  }
  if (typeof value === "string") {
    const compiled = compileTemplate(value);
    if (!compiled.ok) {
      found.problems.push(`${at}: the template cannot be read: ${compiled.error}`);
      return { kind: "constant", value: null };
    }
    for (const root of rootsOf(compiled.template)) found.roots.add(root);
    return { kind: "template", at, template: compiled.template };
  }
  const below = (inner: unknown, key: string | number): Node =>
    compileNode(inner, configPath(at, key), found, depth + 1);
  if (Array.isArray(value)) return { kind: "list", items: value.map(below) };
  if (typeof value !== "object" || value === null) return { kind: "constant", value };
  const entries = Object.entries(value);
  return { kind: "object", entries: entries.map(([key, inner]) => [key, below(inner, key)]) };
}

function renderJson(root: Node, scope: TemplateScope): RenderedBody {
  let error: string | undefined;
  const render = (node: Node): unknown => {
    if (error !== undefined) return null;
    switch (node.kind) {
      case "constant":
        return node.value;
      case "list":
        return node.items.map(render);
      case "object":
        return Object.fromEntries(node.entries.map(([key, inner]) => [key, render(inner)]));
      case "template": {
        const rendered = node.template.render(scope);
        if (rendered.ok) return rendered.value;
        error = `${node.at}: the template cannot be rendered: ${rendered.error}`;
        return null;
      }
    }
  };
  const body = JSON.stringify(render(root));
  return error === undefined ? { ok: true, body } : { ok: false, error };
}
