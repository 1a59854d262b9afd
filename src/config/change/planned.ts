// What a wish comes to. Holds no code.

/** The plugin's settings as written. */
export type Settings = Readonly<Record<string, unknown>>;

export interface Planned {
  ok: true;
  /** The settings as they shall be. */
  block: Settings;
  /** Of the endpoint or route. */
  name: string;
  /** Where it stands in the settings: `endpoints[2]`. */
  at: string;
  /** For whoever has to do it by hand: what to do, and the text to paste. */
  byHand: { what: string; value?: unknown };
}

/** `why`: a sentence without its end. */
export type Plan = Planned | { ok: false; why: string };
