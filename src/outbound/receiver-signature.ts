// Signs a request as its receiver already checks it: by what its format demands, and by the endpoint's `signature`.
// Must not read the clock, and must not put a secret into an error.
import type { Endpoint, Secret } from "../config/settings.ts";
import { candidates } from "../signature/candidates.ts";
import type { Message as Signed } from "../signature/message.ts";
import { readSignature } from "../signature/parts.ts";
import type { SignatureScheme } from "../signature/scheme.ts";
import { isSigningKey, signMessage } from "../signature/sign.ts";
import type { Format } from "./format/format.ts";

/** One way to sign, with the secrets for it. */
export interface Signing {
  schemes: readonly SignatureScheme[];
  secrets: readonly Secret[];
  /** The receiver's address as it knows it; absent = as it is called. */
  url?: string;
}

/** A request that is all but signed. */
export interface Unsigned {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export interface Moment {
  /** Of the event, or of the batch: the same for every attempt. */
  id: string;
  /** Ms since the epoch, of the attempt. */
  at: number;
}

export type ReceiverSigned =
  | {
      ok: true;
      url: string;
      body: Uint8Array;
      /** What the signatures added, with lower-case names. */
      added: Readonly<Record<string, string>>;
      /** The signatures themselves, which a receiver may send back. */
      proofs: readonly string[];
    }
  | { ok: false; error: string };

/** In the order in which they are made: what an endpoint asks for may sign what its format has added. */
export function signingsOf(
  { secrets, signature }: Pick<Endpoint, "secrets" | "signature">,
  format: Format | undefined,
): readonly Signing[] {
  const ofFormat = format?.signature;
  return [
    ...(ofFormat && secrets.length > 0 ? [{ schemes: [ofFormat], secrets }] : []),
    ...(signature ? [signature] : []),
  ];
}

/** Without a secret that still counts there is nothing to sign with, and the attempt is refused before. */
export function signForReceiver(
  request: Unsigned,
  signings: readonly Signing[],
  { id, at }: Moment,
): ReceiverSigned {
  const called = new URL(request.url);
  const given: Signed = {
    method: request.method,
    url: called.pathname + called.search,
    headers: lowerCased(request.headers),
    rawBody: request.body,
  };
  let message = given;
  const proofs: string[] = [];
  for (const { schemes, secrets, url } of signings) {
    const values = secrets
      .filter(({ expiresAt = Infinity }) => expiresAt > at)
      .map(({ value }) => value);
    const scheme = schemes.find((one) => values.slice(0, 1).some((v) => isSigningKey(v, one)));
    if (scheme === undefined) return { ok: false, error: `signature: ${NO_KEY}` };
    const signer = { secrets: values, url: url ?? addressOf(called), now: at, id };
    const made = signMessage(message, scheme, signer);
    if (!made.ok) return { ok: false, error: `signature: ${made.reason}` };
    message = made.value;
    proofs.push(...proofsIn(message, scheme));
  }
  const added = Object.entries(message.headers).filter(
    ([name, text]) => given.headers[name] !== text,
  );
  return {
    ok: true,
    url: message.url === given.url ? request.url : called.origin + message.url,
    body: message.rawBody,
    added: Object.fromEntries(added),
    proofs,
  };
}

const NO_KEY = "no secret is a key of it that still counts";

/** As the receiver is called, without its query, which the message brings. */
function addressOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function proofsIn(message: Signed, scheme: SignatureScheme): string[] {
  const written = readSignature(message, scheme);
  return written.ok ? candidates(written.value, scheme.extract) : [];
}
