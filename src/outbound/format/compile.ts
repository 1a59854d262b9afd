// Reads a format with an endpoint's settings: everything that can be wrong is found here, once. Renders nothing.
import type { Endpoint } from "../../config/settings.ts";
import type { EventType } from "../../generated/event-types.ts";
import { suggestion } from "../../language/nearest.ts";
import { compileShape, type Shape } from "../transform.ts";
import type { Format, FormatValues, RequestShape } from "./format.ts";
import { compileText, type PiecesOf } from "./text-template.ts";
import { WORDING } from "./wording.ts";

export interface CompiledShape extends RequestShape {
  fill: Shape;
  fillHeaders: Shape;
}

export interface CompiledFormat {
  format: Format;
  options: FormatValues["options"];
  long: "cut" | "split";
  /** Absent: the default wording. */
  own?: PiecesOf;
  wording: Readonly<Record<EventType, { title: PiecesOf; text: PiecesOf }>>;
  /** By what the format chooses them, the plain one under `""`. */
  shapes: Readonly<Record<string, CompiledShape>>;
}

type Settings = Pick<Endpoint, "options" | "text" | "long" | "transform" | "secrets">;

/** Problems start with their place below the endpoint. A format's own templates are sound: the tests say so. */
export function compileFormat(
  format: Format,
  endpoint: Settings,
): { ok: true; compiled: CompiledFormat } | { ok: false; problems: string[] } {
  const problems = [
    ...optionProblems(format, endpoint.options ?? {}),
    ...settingProblems(format, endpoint),
  ];
  const own = endpoint.text === undefined ? undefined : compileText(endpoint.text, "text");
  if (own && !own.ok) problems.push(own.problem);
  if (problems.length > 0) return { ok: false, problems };
  const shapes = { "": format.shape, ...format.variants?.shapes };
  const compiled: CompiledFormat = {
    format,
    options: { ...fallbacks(format), ...endpoint.options },
    long: endpoint.long ?? "cut",
    ...(own?.ok && { own: own.render }),
    wording: wordings(),
    shapes: Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, compiledShape(shape)]),
    ),
  };
  return { ok: true, compiled };
}

const sound = <Value extends object>(result: ({ ok: true } & Value) | { ok: false }): Value => {
  if (!result.ok) throw new Error("a format's own template cannot be read");
  return result;
};

let readWordings: CompiledFormat["wording"] | undefined;

/** Read once, and not before an endpoint has a format. */
function wordings(): CompiledFormat["wording"] {
  const read = (source: string): PiecesOf => sound(compileText(source, "text")).render;
  readWordings ??= Object.fromEntries(
    Object.entries(WORDING).map(([type, { title, text }]) => [
      type,
      { title: read(title), text: read(text) },
    ]),
  ) as CompiledFormat["wording"];
  return readWordings;
}

function compiledShape(shape: RequestShape): CompiledShape {
  return {
    ...shape,
    fill: sound(compileShape(shape.body, "format")).shape,
    fillHeaders: sound(compileShape(shape.headers ?? {}, "format")).shape,
  };
}

function optionProblems({ name, options: known = {} }: Format, given: object): string[] {
  const unknown = Object.keys(given)
    .filter((option) => !Object.hasOwn(known, option))
    .map((option) => {
      const names = Object.keys(known);
      const hint = names.length === 0 ? `; "${name}" has none` : suggestion(option, names);
      return `options.${option}: unknown option of format "${name}"${hint}`;
    });
  const wrong = Object.entries(known).flatMap(([option, { about, required, oneOf }]) => {
    const value = (given as Record<string, unknown>)[option];
    if (value === undefined || value === "") {
      return required ? [`options.${option}: is missing; format "${name}" needs ${about}`] : [];
    }
    if (typeof value === "object" || typeof value === "function") {
      return [`options.${option}: the Gateway did not resolve this secret reference`];
    }
    if (!oneOf || oneOf.some((one) => one === value)) return [];
    return [`options.${option}: must be one of ${oneOf.map((one) => `"${one}"`).join(", ")}`];
  });
  return [...unknown, ...wrong];
}

function settingProblems({ name, text }: Format, endpoint: Settings): string[] {
  const problems: string[] = [];
  if (text && endpoint.transform !== undefined) {
    problems.push(
      `transform: format "${name}" makes the body itself; write the words as "text", or leave out "format"`,
    );
  }
  if (!text && endpoint.text !== undefined) {
    problems.push(`text: format "${name}" sends the event as data; shape it with "transform"`);
  }
  if (!text && endpoint.long !== undefined) {
    problems.push(`long: format "${name}" sends the event as data, which is not cut`);
  }
  return problems;
}

function fallbacks({ options = {} }: Format): FormatValues["options"] {
  const given = Object.entries(options).flatMap(([name, { fallback, oneOf }]) => {
    const value = fallback ?? oneOf?.[0];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
