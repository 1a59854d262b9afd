// Keys that a sender publishes at an address: which address that is. Must not fetch anything, and must not take an
// address from a message that the scheme's own pin does not hold for.
import { readPlace, type Message, type Read } from "../message.ts";
import { placeName, type Place } from "../scheme.ts";

export type Published =
  /** A JSON Web Key Set (RFC 7517, 5), always at this address. */
  | { form: "jwks"; url: string; allowPrivateNetwork?: boolean | readonly string[] }
  /** A certificate in PEM at the address that the message names; `address` has to match the whole of it. */
  | { form: "certificate"; at: Place; address: RegExp };

/** What is asked of whoever fetches. */
export interface KeyQuestion {
  form: Published["form"];
  /** https. */
  url: string;
  /** Id of the key that is needed; one that is not among those that are known is reason to look again. */
  kid?: string;
  allowPrivateNetwork?: boolean | readonly string[];
}

export type KeyAnswer =
  /** PEM or JWK as text: each of them may be the one. */
  | { ok: true; keys: readonly string[] }
  /** `reason`: for the log. */
  | { ok: false; reason: string; retryAfterSeconds: number };

/** `kid`: of the message's token. */
export function keyQuestion(
  message: Message,
  published: Published,
  kid: string | undefined,
): Read<KeyQuestion> {
  if (published.form === "jwks") {
    return { ok: true, value: { ...published, ...(kid !== undefined && { kid }) } };
  }
  const given = readPlace(message, published.at);
  if (!given.ok) return given;
  const url = URL.parse(given.value);
  // Read as an address first: what is matched is what is called.
  const isPinned = url?.href === given.value && published.address.test(url.href);
  if (isPinned) return { ok: true, value: { form: "certificate", url: url.href } };
  return { ok: false, reason: `the address in ${placeName(published.at)} is none of its sender's` };
}
