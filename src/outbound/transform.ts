// `transform`: JSON of any shape whose strings are templates, compiled once, rendered per event.
// Keys are not templates. Must not send a half-rendered body: one bad string fails the whole.
import { configPath } from "../language/config-path.ts";
import type { Envelope } from "./envelope.ts";
import {
  compileTemplate,
  openScope,
  type Template,
  type TemplateScope,
} from "../language/template/template.ts";
import { maxBodyLength, workBudget } from "../language/template/work-meter.ts";

export type Rendered = { ok: true; body: string } | { ok: false; error: string };

/** `now`: ms since the epoch, for `{{ "now" | date }}`; `eventLength`: of the event's JSON, which limits grow with. */
export interface RenderSize {
  now: number;
  eventLength: number;
}

/** Gives JSON of the shape that was written, its templates filled in from what it is given. */
export type Shape = (
  values: Envelope,
  size: RenderSize,
) => { ok: true; value: unknown } | { ok: false; error: string };

const maxDepth = 32;
const maxNodes = 2000;

type Node =
  | { kind: "constant"; value: unknown }
  | { kind: "template"; at: string; template: Template }
  | { kind: "list"; items: readonly Node[] }
  | { kind: "object"; entries: readonly (readonly [string, Node])[] };

interface Compilation {
  problems: string[];
  nodes: number;
}

/**
 * Problems start with their place: `transform.text: …`; `at` names the whole. A shape that is one string gives
 * one JSON value: a string, or what its single `{{ … }}` holds.
 */
export function compileShape(
  written: unknown,
  at: string,
): { ok: true; shape: Shape } | { ok: false; problems: string[] } {
  const compilation: Compilation = { problems: [], nodes: 0 };
  const root = compileNode(written, at, 0, compilation);
  const { problems } = compilation;
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, shape: (values, size) => render(root, values, size) };
}

/** A body within its bound, or why it is none. */
export function bounded(body: string, eventLength: number): Rendered {
  const limit = maxBodyLength(eventLength);
  if (body.length <= limit) return { ok: true, body };
  return { ok: false, error: `transform: the body is longer than ${limit} characters` };
}

function compileNode(value: unknown, at: string, depth: number, compilation: Compilation): Node {
  compilation.nodes++;
  if (depth > maxDepth) return fail(compilation, at, `nested deeper than ${maxDepth} levels`);
  if (compilation.nodes > maxNodes) {
    if (compilation.nodes > maxNodes + 1) return nothing;
    return fail(compilation, at, `more than ${maxNodes} values`);
  }
  if (typeof value === "string") return compileString(value, at, compilation);
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      compileNode(item, configPath(at, index), depth + 1, compilation),
    );
    return { kind: "list", items };
  }
  if (typeof value !== "object" || value === null) return { kind: "constant", value };
  const entries = Object.entries(value).map(
    ([key, inner]) =>
      [key, compileNode(inner, configPath(at, key), depth + 1, compilation)] as const,
  );
  return { kind: "object", entries };
}

function compileString(value: string, at: string, compilation: Compilation): Node {
  if (!/\{[{%]/.test(value)) return { kind: "constant", value };
  const compiled = compileTemplate(value);
  if (!compiled.ok) {
    return fail(compilation, at, `the template cannot be read: ${compiled.error}`);
  }
  return { kind: "template", at, template: compiled.template };
}

const nothing: Node = { kind: "constant", value: null };

function fail(compilation: Compilation, at: string, message: string): Node {
  compilation.problems.push(`${at}: ${message}`);
  return nothing;
}

function render(root: Node, values: Envelope, { now, eventLength }: RenderSize): ReturnType<Shape> {
  const errors: string[] = [];
  const scope = openScope(values, { now, workUnits: workBudget(eventLength) });
  const value = renderNode(root, scope, errors);
  return errors[0] === undefined ? { ok: true, value } : { ok: false, error: errors[0] };
}

function renderNode(node: Node, scope: TemplateScope, errors: string[]): unknown {
  // The first error ends it: what follows would only spend the rest of the budget.
  if (errors.length > 0) return null;
  switch (node.kind) {
    case "constant":
      return node.value;
    case "list":
      return node.items.map((item) => renderNode(item, scope, errors));
    case "object":
      // `fromEntries` defines properties: a key named `__proto__` stays a key.
      return Object.fromEntries(
        node.entries.map(([key, inner]) => [key, renderNode(inner, scope, errors)]),
      );
    default: {
      const result = node.template.render(scope);
      if (result.ok) return result.value;
      errors.push(`${node.at}: the template cannot be rendered: ${result.error}`);
      return null;
    }
  }
}
