// What there is to say of a receiver: data and templates, read by one renderer. Decides nothing.
import type { AnswerFacts } from "../answer/rules.ts";
import type { EventType } from "../../generated/event-types.ts";
import type { Method, Rate } from "../../config/settings.ts";
import type { SignatureScheme } from "../../signature/scheme.ts";
import type { EscapeTable } from "./escape.ts";

/** What the receiver counts: UTF-16 units, UTF-8 bytes, or UTF-8 bytes of the text inside of JSON. */
export type Unit = "characters" | "bytes" | "json bytes";

export interface Limit {
  most: number;
  unit: Unit;
}

/** How a text for people is written. */
export interface TextFacts extends Limit {
  escape: EscapeTable;
  /** What stands around the headline of the default wording, for example `**`. */
  bold: readonly [string, string];
  /** Given where the receiver shows a title of its own; without it the title is the first line of the text. */
  title?: Limit;
}

/** One request, as JSON whose strings are Liquid templates over `FormatValues`; what comes out empty is left out. */
export interface RequestShape {
  method?: Method;
  contentType: string;
  /** Templates, one for each header. */
  headers?: Readonly<Record<string, string>>;
  /** Put behind the URL's path; `{key}` is the incident's key, `{id}` the event's, percent-encoded. */
  path?: string;
  body: unknown;
  /** The body stands in `[` and `]`: a batch of one. */
  frame?: { list: true };
}

export interface OptionFacts {
  about: string;
  required?: true;
  /** Values that it may have, the first is the default. */
  oneOf?: readonly string[];
  fallback?: string | number | boolean;
}

export interface Format {
  /** As it stands in the config. */
  name: string;
  /** As people call it. */
  title: string;
  /** The vendor's page that all of it is from; further ones stand beside the facts. */
  page: string;
  /** The URL as the vendor gives it. */
  url: string;
  /** `{ … }` beside the format; `token` is always a secret. */
  options?: Readonly<Record<string, OptionFacts>>;
  /** Absent: every event. An incident tool takes only what opens or resolves an incident. */
  events?: readonly EventType[];
  /** Absent: it takes the event as data. */
  text?: TextFacts;
  /** As the vendor states them, all of which hold; used when the endpoint has no `rateLimit`. */
  rates?: readonly Rate[];
  shape: RequestShape;
  /** Methods that the endpoint may choose instead; absent: none. */
  methods?: readonly Method[];
  /** Other shapes: the option or the incident's action that chooses one of them. */
  variants?: { by: "mode" | "action"; shapes: Readonly<Record<string, RequestShape>> };
  answers: Omit<AnswerFacts, "title">;
  /** How this receiver wants to be signed to; by the endpoint's `secret`, where it has one. */
  signature?: SignatureScheme;
  /** What checks it in the tests: the vendor's package, or a stand-in written from the page. */
  oracle: string;
}

/** What the templates of a shape see. */
export interface FormatValues {
  text: string;
  title: string;
  /** The event at the endpoint's payload level, or what `transform` makes of it. */
  event: unknown;
  /** `event.data` serialised, for receivers that want a text. */
  json: string;
  options: Readonly<Record<string, string | number | boolean>>;
  incident: { action: string; key: string; severity: string };
  time: { iso: string; seconds: number; ms: number; ns: string };
  /** `/openclaw/<instanceId>`, a URI reference. */
  source: string;
  /** The same for every attempt of this part of this event for this receiver. */
  uuid: string;
}
