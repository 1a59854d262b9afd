// The one Liquid engine, locked down: own properties only, no files, no tags or filters that are not
// on the lists below, and every piece of work paid from one budget per render.
// Must not reach the disk, the clock or anything but the values it is given.
import {
  Context,
  defaultOperators,
  Liquid,
  Output,
  Tag,
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
import { didYouMean } from "./nearest.ts";
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
  /** The first words of what it reads that it does not make itself: `body` for `{{ body.title }}`. Each once. */
  roots: () => string[];
}

/** What templates see, and the budget that all templates of one body share. */
export interface TemplateScope {
  values: object;
  context: Context;
}

const maxTemplateLength = 65_536;
/** Stops what the budget misjudged; generous, because a busy machine must not fail a template. */
const maxRenderMs = 2000;
const nowKey = Symbol("now");

const allowedTags = new Set(
  "# assign break capture case comment continue cycle echo for if liquid raw unless".split(" "),
);
// Left out: what wraps lists in lists (push, group_by), runs code per element (*_exp), is random
// (sample), takes keys (hmac_sha256), or is Jekyll's. New filters of the library stay out too.
const allowedFilters = new Set(
  `abs append at_least at_most base64_decode base64_encode capitalize ceil compact concat date default
  divided_by downcase escape escape_once find first floor has join json last lstrip map minus modulo
  newline_to_br normalize_whitespace plus prepend reject remove remove_first remove_last replace
  replace_first replace_last reverse round rstrip sha256 size slice sort sort_natural split squish
  strip strip_html strip_newlines sum times truncate truncatewords uniq upcase url_decode url_encode
  where`.split(/\s+/),
);
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
    return filter.call(this, value, ...args);
  };
}

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
    return { ok: true, template: { render, roots: () => rootsOf(pieces) } };
  } catch (error) {
    return { ok: false, error: explain(error) };
  }
}

function rootsOf(pieces: Piece[]): string[] {
  const read = engine.globalVariableSegmentsSync(pieces);
  return [...new Set(read.map(([root]) => String(root)))];
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/(memory alloc|template render) limit exceeded/.test(message)) {
    return "the template does too much work for one event; shorten its loops and lists";
  }
  if (message.startsWith("parse length")) return `longer than ${maxTemplateLength} characters`;
  const filter = /undefined filter: (\w+)/.exec(message)?.[1];
  const tag = /tag "([^"]*)" not found/.exec(message)?.[1];
  const hint =
    (filter && didYouMean(filter, [...allowedFilters])) ||
    (tag && `; tags are ${[...allowedTags].join(", ")}`) ||
    "";
  return message.slice(0, 200) + hint;
}
