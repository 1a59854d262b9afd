// Where a render writes to: text, one typed value, or text whose every written value passes a hook.
// Must not trust a piece it does not know: only a template's literal text is the operator's own.
import type { Context, Emitter, Template as Piece } from "liquidjs";
import { chargeWrite } from "./work-meter.ts";

/** Something that a template writes and that is not its literal text. */
export interface WrittenValue {
  value: unknown;
  /** The template's own words for it, without brackets: `body.title | upcase`. */
  source: string;
  /** Stands in a `for`, so that it may be written any number of times. */
  inLoop: boolean;
}

/** Gives the text to write instead of a value. Also asked for `null` and what is missing. */
export type OutputHook = (written: WrittenValue) => string;

/** What the engine knows of a piece of a template. */
export type PieceKind = "literal" | "loop" | "other";

/** Text of values: objects and lists as JSON, `null` and missing as nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Collects text, paid for by its length. */
export function textEmitter(context: Context): Emitter {
  return {
    buffer: "",
    write(value: unknown): void {
      chargeWrite(context.memoryLimit, value);
      this.buffer += textOf(value);
    },
  };
}

/** Keeps the last value written, with its type. */
export function valueEmitter(): Emitter {
  const emitter = {
    buffer: null as unknown,
    write: (value: unknown) => (emitter.buffer = value ?? null),
  };
  return emitter as Emitter;
}

/** Collects text, and knows which pieces of the template it is in, the innermost last. */
export interface HookedEmitter extends Emitter {
  readonly path: Piece[];
}

/** Must be filled by `renderHooked`; `kindOf` tells what a piece is. */
export function hookedEmitter(
  context: Context,
  hook: OutputHook,
  kindOf: (piece: Piece) => PieceKind,
): HookedEmitter {
  const path: Piece[] = [];
  return {
    buffer: "",
    path,
    write(value: unknown): void {
      chargeWrite(context.memoryLimit, value);
      const piece = path.at(-1);
      this.buffer +=
        piece && kindOf(piece) === "literal"
          ? textOf(value)
          : hook({
              value,
              source: piece ? sourceOf(piece) : "",
              inLoop: path.some((outer) => kindOf(outer) === "loop"),
            });
    },
  };
}

/** Tells a hooked emitter from the others. */
export function isHooked(emitter: Emitter | undefined): emitter is HookedEmitter {
  return emitter !== undefined && "path" in emitter;
}

/** Renders piece by piece with `render`, keeping the emitter's path. */
export function* renderHooked(
  render: (pieces: Piece[], context: Context, emitter: Emitter) => Iterator<unknown>,
  pieces: readonly Piece[],
  context: Context,
  emitter: HookedEmitter,
): Generator<unknown, unknown, unknown> {
  for (const piece of pieces) {
    emitter.path.push(piece);
    yield render([piece], context, emitter);
    emitter.path.pop();
    if (context.breakCalled || context.continueCalled) break;
  }
  return emitter.buffer;
}

function sourceOf(piece: Piece): string {
  return piece.token
    .getText()
    .replace(/^\{[{%]-?|-?[%}]\}$/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^echo /, "");
}
