// How a signature is made, as data: everything in which senders' schemes differ. Must not know a sender.

export type Digest = "md5" | "sha1" | "sha256" | "sha384" | "sha512";

/** With a key pair: whoever checks has the public half alone. `ecdsa-sha256`: the signature in ASN.1. */
export type PublicKeyAlgorithm =
  | "ed25519"
  | "ecdsa-sha256"
  | "rsa-sha1"
  | "rsa-sha256"
  | "rsa-sha512"
  | "rsa-pss-sha256";

export type Algorithm = Digest | PublicKeyAlgorithm;

export type Encoding = "hex" | "base64" | "base64url";

/** Where a text of the request stands. `header` in lower case; `body`: a form's field, or a dotted path in JSON. */
export type Place = { header: string } | { query: string } | { body: string };

/** A part of the signature's own list, as `t` in `t=1,v1=abc`. */
export interface ListPart {
  part: string;
  items: string;
  pair: string;
}

export type SignedText =
  | string
  | { sorted: readonly string[]; join: string }
  | { pieces: readonly (string | { ifThere: string })[] };

export type TimestampFormat = "s" | "ms" | "rfc3339";

export interface SignatureScheme {
  algorithm: Algorithm;
  /**
   * Absent: HMAC for a digest. `text`: the digest of a text that itself holds the secret, as `{secret}`. `key`: the
   * HMAC of nothing, whose key is that text.
   */
  keyed?: "text" | "key";
  /** Where the signature stands. */
  from: Place;
  /**
   * How candidates are found in it: the whole value after `prefix`, or the named parts of a list such
   * as `t=1,v1=abc` (`items` splits the list, `pair` the name from the value).
   */
  extract:
    | { kind: "whole"; prefix?: string }
    | {
        kind: "part";
        name: string;
        items: string;
        pair: string;
        /** Written beside it where this project signs: parts that the signed text names as `{part.x}`. */
        others?: Readonly<Record<string, string>>;
        /** The signature stands before the time and all others, for a receiver that reads them by their order. */
        leads?: true;
      }
    | { kind: "list"; items: string; prefix: string };
  encoding: Encoding;
  /**
   * What is signed, from the parts of `parts.ts`; `{body}` alone is the raw bytes. With `sorted`, its
   * texts in order of their code units, joined; with `pieces`, one after the other, and of those in
   * `ifThere` the ones whose parts the message has.
   */
  signed: SignedText;
  /** Each entry of the list at this path of the JSON body is signed for itself, and read as if it were the body. */
  each?: string;
  /** What `{fields}` stands for. */
  fields?: Fields;
  /** Escapes of these characters stand in `{url}` as the characters themselves. */
  unescaped?: string;
  /** Where the digest of a body stands that is no form and not empty, in hex: it binds what `{fields}` does not. */
  bodyDigest?: { from: { query: string }; digest: Digest };
  /** Where the timestamp stands, and in which format; absent = the scheme has none. */
  timestamp?: {
    from: Place | ListPart;
    format: TimestampFormat;
    /** In a JSON body a number, unless its receiver wants a text. */
    asText?: true;
  };
  /** Of the delivery. */
  id?: Place;
  key: KeyForm;
}

/** A canonical list of all fields, sorted by name, as `a=1&b=2`. */
export interface Fields {
  of: "form" | "json" | "query";
  except: readonly string[];
  pair: string;
  join: string;
  /** Fields with an empty value are left out. */
  filled?: true;
  /** A set of pairs, sorted by value too; a body that is no form has none. */
  asSet?: true;
}

/** How the configured secret becomes a key. Public keys are read in every spelling, whatever `encoding` says. */
export interface KeyForm {
  encoding: "utf8" | "base64" | "hex";
  /** Taken off first; of several the first that is there. */
  stripPrefix?: string | readonly string[];
  /** A secret that begins so is no key of this scheme: it is another's, or public. */
  not?: string | readonly string[];
  /** A secret that does not begin so is no key of this scheme. */
  only?: string;
  /** What the private half of a key pair begins with, where the scheme marks the two. */
  privatePrefix?: string;
}

export const PUBLIC_KEY_ALGORITHMS: ReadonlySet<string> = new Set<PublicKeyAlgorithm>([
  "ed25519",
  "ecdsa-sha256",
  "rsa-sha1",
  "rsa-sha256",
  "rsa-sha512",
  "rsa-pss-sha256",
]);

export function isPublicKeyAlgorithm(algorithm: Algorithm): algorithm is PublicKeyAlgorithm {
  return PUBLIC_KEY_ALGORITHMS.has(algorithm);
}

/** The headers that a signed message has by this scheme: its signature's, its time's, its id's. In lower case. */
export function headersOf({ from, timestamp, id }: SignatureScheme): string[] {
  return [from, timestamp?.from, id].flatMap((place) =>
    place !== undefined && "header" in place ? [place.header] : [],
  );
}

/** For people: `header "x-signature"`. */
export function placeName(place: Place): string {
  if ("header" in place) return `header "${place.header}"`;
  return "query" in place ? `query parameter "${place.query}"` : `body field "${place.body}"`;
}

/** The scheme that most senders use, so that a preset names only in what it differs: HMAC-SHA256 of the raw body in
 * hex, the whole header, the secret as UTF-8. */
export function hmacSha256({
  header,
  ...given
}: { header: string } & Partial<SignatureScheme>): SignatureScheme {
  return {
    algorithm: "sha256",
    from: { header },
    extract: { kind: "whole" },
    encoding: "hex",
    signed: "{body}",
    key: { encoding: "utf8" },
    ...given,
  };
}
