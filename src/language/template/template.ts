// The one Liquid engine, locked down: own properties only, no files, no tags or filters that are not
// on the lists below, and every piece of work paid from one budget per render.
// Must not reach the disk, the clock or anything but the values it is given.
import {
  Context,
  defaultOperators,
  Liquid,
  Output,
  Tag,
  Tokenizer,
  TokenKind,
  toValueSync,
  type FilterImplOptions,
  type Template as Piece,
} from "liquidjs";
import {
  hookedEmitter,
  isHooked,
  renderHooked,
  textEmitter,
  valueEmitter,
  type OutputHook,
  type PieceKind,
} from "./emitters.ts";
import { exactResult } from "../number/arithmetic.ts";
import { quotedNumber } from "../number/exact-number.ts";
import { allowedFilters, allowedTags, explain, maxTemplateLength } from "./template-words.ts";
import { chargeRead, chargeSearch, chargeWrite, stepCost } from "./work-meter.ts";

/** One template string. */
export interface Template {
  /**
   * One `{{ … }}` and nothing else gives its value with its JSON type; everything else is text.
   * With `output` it is always text, and all but the template's literal text passes through `output`.
   */
  render: (
    scope: TemplateScope,
    output?: OutputHook,
  ) => { ok: true; value: unknown } | { ok: false; error: string };
  /** What it reads and does not make itself, as far as that is written out: `["body", "title"]` for `{{ body.title }}`. */
  reads: () => string[][];
}

/** What templates see, and the budget that all templates of one body share. */
export type TemplateScope = { values: object; context: Context };

/** Stops what the budget misjudged; generous, because a busy machine must not fail a template. */
const maxRenderMs = 2000;
const nowKey = Symbol("now");

const perElementFilters = new Set("find has map reject sort sort_natural sum where".split(" "));
const searchingFilters = new Set(
  "remove remove_first remove_last replace replace_first replace_last split".split(" "),
);

type FilterHandler = Extract<FilterImplOptions, (...args: never[]) => unknown>;

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: maxTemplateLength,
    timezoneOffset: 0,
    locale: "en-US",
    operators: meteredOperators(),
  });
  for (const tag of Object.keys(liquid.tags)) if (!allowedTags.has(tag)) delete liquid.tags[tag];
  for (const [name, filter] of Object.entries(liquid.filters)) {
    if (allowedFilters.has(name) && typeof filter === "function") {
      liquid.registerFilter(name, meteredFilter(name, filter));
    } else {
      liquid.unregisterFilter(name);
    }
  }
  const { renderer } = liquid;
  const renderTemplates = renderer.renderTemplates.bind(renderer);
  // Every block and every turn of a loop comes through here.
  renderer.renderTemplates = (pieces, context, emitter) => {
    context.memoryLimit.use(stepCost * (1 + pieces.length));
    if (isHooked(emitter)) return renderHooked(renderTemplates, pieces, context, emitter);
    // No emitter is a `capture`: its text passes the hook as one value where it is written.
    return renderTemplates(pieces, context, emitter ?? textEmitter(context));
  };
  return liquid;
}

function meteredFilter(name: string, filter: FilterHandler): FilterHandler {
  return function (value: unknown, ...args: unknown[]): unknown {
    const meter = this.context.memoryLimit;
    meter.use(stepCost);
    chargeRead(meter, value);
    chargeRead(meter, args);
    if (perElementFilters.has(name) && Array.isArray(value)) meter.use(stepCost * value.length);
    if (searchingFilters.has(name)) chargeSearch(meter, value, args[0]);
    if (name === "date" && (value === "now" || value === "today")) {
      const { globals } = this.context as { globals: { [nowKey]?: string } };
      return filter.call(this, globals[nowKey], ...args);
    }
    return exactResult(name, value, args[0], args[1]) ?? filter.call(this, value, ...args);
  };
}

type ReadNumber = (this: Tokenizer) => ReturnType<Tokenizer["readNumber"]>;
const readNumber: ReadNumber = Tokenizer.prototype["readNumber"];
// The engine reads a number of a template into a double.
Tokenizer.prototype.readNumber = function () {
  const token = readNumber.call(this);
  const exact = token && quotedNumber(token.getText());
  return exact ? Object.assign(token, { content: exact }) : token;
};

function meteredOperators(): typeof defaultOperators {
  const compare = ["==", "!=", "<", ">", "<=", ">=", "contains"] as const;
  const metered = compare.map((name) => {
    const apply = defaultOperators[name] as (l: unknown, r: unknown, c: Context) => boolean;
    return [
      name,
      (left: unknown, right: unknown, context: Context) => {
        const meter = context.memoryLimit;
        meter.use(stepCost);
        chargeRead(meter, [left, right]);
        if (name === "contains") chargeSearch(meter, left, right);
        return apply(left, right, context);
      },
    ] as const;
  });
  return { ...defaultOperators, ...Object.fromEntries(metered) };
}

function kindOf(piece: Piece): PieceKind {
  if (piece.token.kind === TokenKind.HTML) return "literal";
  if (!(piece instanceof Tag)) return "other";
  return piece.name === "raw" ? "literal" : piece.name === "for" ? "loop" : "other";
}

/** `values` must be JSON. `now`: what the `date` filter reads as "now", ms since the epoch. */
export function openScope(
  values: object,
  { now, workUnits }: { now: number; workUnits: number },
): TemplateScope {
  const globals = { [nowKey]: new Date(now).toISOString() };
  const limits = { sync: true, globals, memoryLimit: workUnits, renderLimit: maxRenderMs };
  return { values, context: new Context(values, engine.options, limits, { liquid: engine }) };
}

/** Parses once. The error says what is wrong and where in the template, never a value. */
export function compileTemplate(
  source: string,
): { ok: true; template: Template } | { ok: false; error: string } {
  try {
    const pieces = engine.parse(source);
    const isValue = pieces.length === 1 && pieces[0] instanceof Output;
    const render: Template["render"] = ({ values, context }, output) => {
      // A child shares the budget, and keeps variables of one template out of the next.
      const child = context.spawn(values);
      const collect = isValue ? valueEmitter : textEmitter;
      const emitter = output ? hookedEmitter(child, output, kindOf) : collect(child);
      try {
        toValueSync(engine.renderer.renderTemplates(pieces, child, emitter));
        if (!output && isValue) chargeWrite(child.memoryLimit, emitter.buffer);
        return { ok: true, value: emitter.buffer };
      } catch (error) {
        return { ok: false, error: explain(error) };
      }
    };
    return { ok: true, template: { render, reads: () => readsOf(pieces) } };
  } catch (error) {
    return { ok: false, error: explain(error) };
  }
}

function readsOf(pieces: Piece[]): string[][] {
  return engine.globalVariableSegmentsSync(pieces).map((segments) => {
    const end = segments.findIndex((segment) => typeof segment !== "string");
    return segments.slice(0, end === -1 ? undefined : end) as string[];
  });
}
