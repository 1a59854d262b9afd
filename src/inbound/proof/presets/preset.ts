// What a preset consists of.
// Must not hold any provider's facts.
import type { Encryption } from "../../../signature/decrypt.ts";
import type { JwtScheme } from "../../../signature/jwt/jwt.ts";
import type { SignatureScheme, SignedText } from "../../../signature/scheme.ts";
import { partsOf } from "../../../signature/signed-text.ts";
import type { HandshakeRow } from "../handshakes/row.ts";
import type { Method } from "../../../config/route/route-settings.ts";
import type { SenderAnswer } from "../../answer/sender-answer.ts";
import type { Published } from "../../../signature/published/published.ts";
import type { PresetCheck } from "../verdict.ts";

/** Where a sender puts what must stay secret, beside the place that a scheme as data names. */
export interface SecretPlaces {
  /** Lower-case names. */
  headers?: readonly string[];
  query?: readonly string[];
  /** Dotted paths in the JSON body, which go through lists; a single name is a form's field too. */
  body?: readonly string[];
}

/** Several: any of those that a request goes is enough. */
export type Schemes = SignatureScheme | readonly SignatureScheme[];

/** `at`: dotted path of the event or of the list of them, "" = the body itself. An event is named by all `fields`. */
export interface EventIds {
  at: string;
  fields: readonly string[];
}

/** A check in code says nothing of where its secrets stand: its row has to. */
export type Check =
  | { check: Schemes; secrets?: SecretPlaces }
  | { check: { jwt: JwtScheme }; secrets?: SecretPlaces }
  | { check: PresetCheck; secrets: SecretPlaces };

export interface PresetFacts {
  /** As written in the config. */
  name: string;
  /** The sender's name for people. */
  title: string;
  /** The vendor's page on verification. */
  docs: string;
  /**
   * What its test is measured against: a library with its version, or a vector. `own vector`: nothing from outside.
   * `no signature`: it shows the secret as it is, so that there is nothing to be measured.
   */
  oracle: "published vector" | "own vector" | "no signature" | `${string}@${string}`;
  /** How the vendor shows the secret, where it is not any text. */
  secretForm?: string;
  /** How old a signed time may be, in ms, where the sender needs more than the default. */
  toleranceMs?: number;
  /** Set when the address is signed: the route needs `auth.url`. */
  needsUrl?: true;
  /** What it sends beside POST, and signs as well. */
  methods?: readonly Exclude<Method, "POST">[];
  /** Sends JSON as `text/plain`. */
  textIsJson?: true;
  /** What it has to be answered; absent: it is content with any 2xx, and gets JSON. */
  answer?: SenderAnswer;
  /** How its request is signed, where the check is code and this is data all the same. */
  signedBy?: SignatureScheme;
  /** The check takes the body apart, which a scheme as data says by itself. */
  readsBody?: true;
  /** How long it repeats what was not answered; asked where a request has no id. Absent = `DEFAULT_RETRY_MS`. */
  retryMs?: number;
  /** Its id is not of one delivery alone: the body and it together are. */
  idWithBody?: true;
  /** Where a body of one or several events holds their ids, which together are the request's own. */
  eventIds?: EventIds;
  /** Its bodies come encrypted, with the same secret; what is signed is the body as it came. */
  encryption?: Encryption & { hasOwnKey?: true };
  /** Where the delivery's id stands in the clear body of an encrypted one. */
  clearId?: string;
  /** How it tests the address, and what it wants to hear. The first row that a request is of answers. */
  handshake?: readonly HandshakeRow[];
  /** Where it publishes the keys that it signs with. */
  published?: Published;
  /** It needs no secret beside what it publishes. */
  needsNoSecret?: true;
  /**
   * It signs alike for all its customers: what of a request, or of its token, has to be the operator's. `why` goes on
   * from "is missing: ".
   */
  expects?: { of: "body" | "claims"; names: readonly string[]; why: string };
}

/** `check`: a scheme as data where one can say it. */
export type Preset = PresetFacts & Check;

/** By which a request is signed as this sender signs it; none where it shows a token, or its check is code alone. */
export function signingSchemes(preset: Preset): readonly SignatureScheme[] {
  // What is signed there is encrypted with the same secret, or signed with a key that the sender alone has, or stands
  // in each part of a list, or in fields, that are its own.
  if (preset.encryption !== undefined || preset.published !== undefined) return [];
  if (schemesOf(preset).some(({ each, signed }) => each !== undefined || namesFields(signed))) {
    return [];
  }
  return preset.signedBy === undefined ? schemesOf(preset) : [preset.signedBy];
}

function namesFields(signed: SignedText): boolean {
  return partsOf(signed).some(({ name, of }) => name === "body" && of !== "");
}

/** The schemes of a preset that is given as such; none where its check is a token or code. */
export function schemesOf({ check }: Pick<Preset, "check">): readonly SignatureScheme[] {
  return typeof check === "function" || "jwt" in check ? [] : [check].flat();
}
