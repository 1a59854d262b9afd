// What is asked and answered where an endpoint is set up in the page. Holds no code.
import type { Preview } from "../outbound/preview.ts";

/** What a form says of an endpoint. Absent: it stays as it is. */
export interface EndpointForm {
  /** Empty: that of its host. */
  name?: string;
  url?: string;
  events?: readonly string[];
  /** Empty: the event as it is. */
  format?: string;
  /** Of the format; an empty value takes one out. */
  options?: Readonly<Record<string, string>>;
  /** Empty: every agent. */
  agents?: readonly string[];
  allowPrivateNetwork?: boolean;
  secret?: "auto" | "none";
}

export type SetupChange =
  | { kind: "add"; form: EndpointForm }
  | { kind: "edit"; endpoint: string; form: EndpointForm }
  | { kind: "rotate"; endpoint: string; overlapMs: number }
  | { kind: "remove"; endpoint: string }
  /** Puts back what `remove` took out. */
  | { kind: "undo"; removal: string };

/** `option:<name>` is that option's own field. */
export type FormField =
  | "name"
  | "url"
  | "events"
  | "format"
  | "agents"
  | "allowPrivateNetwork"
  | "secret"
  | `option:${string}`;

export interface SetupRemark {
  /** Absent: it is about none of them. */
  field?: FormField;
  message: string;
  /** What to do. */
  remedy?: string;
}

/** How the config stands. */
export interface SetupStanding {
  /** Path of the config file. */
  file: string;
  /** What keeps it from being written. */
  obstacle?: string;
  /** The file has comments, which the host leaves out when it writes. */
  comments: boolean;
  /** How often the plugin has started in this process: one more once a change is taken up. */
  starts: number;
}

export interface OptionRow {
  name: string;
  about: string;
  required: boolean;
  oneOf: readonly string[];
}

export interface FormatRow {
  name: string;
  title: string;
  /** As the vendor gives it. */
  url: string;
  /** The receiver has one address for all. */
  hasOwnUrl: boolean;
  options: readonly OptionRow[];
}

/** An endpoint as a form shows it. No secret, no address: those stay where they are unless they are written anew. */
export interface EndpointAsWritten {
  name: string;
  /** Of its URL, where that can be read. */
  origin?: string;
  events: readonly string[];
  format: string;
  /** Without those that may be secret. */
  options: Readonly<Record<string, string>>;
  /** Names of options that are set and not shown. */
  hidden: readonly string[];
  agents: readonly string[];
  allowPrivateNetwork: boolean;
  signed: boolean;
  /** Names of settings that no form shows and that stay. */
  others: readonly string[];
}

export interface SetupForm extends SetupStanding {
  formats: readonly FormatRow[];
  agents: readonly string[];
  endpoint?: EndpointAsWritten;
}

/** What one of the last events would become; `sample`: nothing has happened yet. */
export interface SetupPreview {
  sample: boolean;
  preview: Preview;
}

export interface SetupCheck {
  /** It would not work, and is not written. */
  problems: readonly SetupRemark[];
  /** It works, and is not safe, or hardly what was meant. */
  warnings: readonly SetupRemark[];
  /** Of the last events, those that it would be sent; without one that is, the last. */
  previews: readonly SetupPreview[];
  /** How many of the last events it would be sent. */
  heard?: { of: number; count: number };
}

export type SetupWritten =
  | {
      written: true;
      name: string;
      file: string;
      path: string;
      warnings: readonly SetupRemark[];
      /** Made now, and shown this once. */
      secret?: string;
      /** What goes to the receiver in the secret's place. */
      publicKey?: string;
      /** Puts back what was removed, for as long as it is kept; `until` is ISO 8601. */
      removal?: { id: string; until: string };
      starts: number;
    }
  | {
      written: false;
      problems: readonly SetupRemark[];
      /** What keeps the file from being written, and what to do by hand. */
      obstacle?: string;
      byHand?: string;
      /** Only the file's comments do: asked with `dropComments`, it is written. */
      comments?: true;
    };
