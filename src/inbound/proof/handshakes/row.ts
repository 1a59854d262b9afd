// What a sender's test of an address looks like and how it is answered, as data. Must not hold a sender's facts.
import type { Encryption } from "../../../signature/decrypt.ts";
import type { Digest, Encoding, Place, SignatureScheme } from "../../../signature/scheme.ts";

export type Condition =
  /** Exactly this text, compared in constant time. */
  | { at: Place; is: string }
  /** The whole text. */
  | { at: Place; matches: RegExp }
  /** Nothing stands at this path of the JSON body. */
  | { absent: string }
  /** A list without entries stands there. */
  | { empty: string }
  /** The body is an object, or a form, with these names and no others. */
  | { only: readonly string[] };

/** Texts may hold `{query.x}`, `{header.x}`, `{body.x}`, `{proof}` and `{clear}`. */
export interface HandshakeAnswer {
  /** Default 200. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Plain text. */
  text?: string;
  /** The text goes back signed and encrypted, in JSON. */
  sealed?: true;
  json?: Readonly<Record<string, string | number>>;
}

export interface HandshakeRow {
  /** Default POST. */
  methods?: readonly string[];
  /** All of them. Only short bodies are looked at. */
  when?: readonly Condition[];
  /** `true`: only where the route's own check lets the request in. A scheme: only where this one does. */
  signed?: true | SignatureScheme;
  /** Only where this opens with the route's key: the rest is asked of what was in it, which `{clear}` stands for. */
  encrypted?: Encryption;
  /** Where the operator's word (`verifyToken`) has to stand; another one is answered 403. */
  word?: Place;
  /** `{proof}`: the HMAC of this text under the secret that the request is signed with, else under the first. */
  proof?: { of: Place; digest: Digest; encoding: Encoding };
  /** A secret that the request brings, for a route that has none. */
  brings?: Place;
  /** An address that is called before the answer, to confirm what is asked; the whole of it has to match. */
  confirms?: { at: Place; address: RegExp };
  answer: HandshakeAnswer;
}
