// Schemes that sign every entry of a list in the body for itself. Any other scheme passes through.
// Must not let an entry through that is not signed: one false entry refuses the message.
import { bodyJson, type Message, type Read } from "./message.ts";
import type { SignatureScheme } from "./scheme.ts";
import { signMessage, type Signer } from "./sign.ts";
import { verifyMessage, type Refused, type Terms, type Verified } from "./verify.ts";

/** More than any sender puts into one message; each costs a signature. */
const MAX_ENTRIES = 256;

/** As `verifyMessage`. The whole body counts as covered, though what the entries' text leaves out is not signed. */
export function verifyScheme(
  message: Message,
  scheme: SignatureScheme,
  terms: Terms,
  now: number,
): { ok: true; value: Verified } | Refused {
  if (scheme.each === undefined) return verifyMessage(message, scheme, terms, now);
  const entries = entriesOf(message, scheme.each);
  if (!entries.ok) return { ...entries, steps: 0 };
  for (const entry of entries.value) {
    const read = verifyMessage(withBody(message, entry), scheme, terms, now);
    if (!read.ok) return read;
  }
  const covered = [message.rawBody];
  return { ok: true, value: { covered, content: covered, id: undefined } };
}

/** As `signMessage`. */
export function signScheme<M extends Message>(
  given: M,
  scheme: SignatureScheme,
  signer: Signer,
): Read<M> {
  const { each } = scheme;
  if (each === undefined) return signMessage(given, scheme, signer);
  const body = bodyJson(given);
  const entries = listAt(body, each);
  if (entries === undefined) return { ok: false, reason: noList(each) };
  for (const [index, entry] of entries.entries()) {
    const signed = signMessage(withBody(given, entry), scheme, signer);
    if (!signed.ok) return signed;
    entries[index] = bodyJson(signed.value);
  }
  return { ok: true, value: { ...given, rawBody: Buffer.from(JSON.stringify(body)) } };
}

function entriesOf(message: Message, path: string): Read<unknown[]> {
  const entries = listAt(bodyJson(message), path);
  if (entries === undefined || entries.length === 0) return { ok: false, reason: noList(path) };
  if (entries.length <= MAX_ENTRIES) return { ok: true, value: entries };
  return { ok: false, reason: `"${path}" in the body has more than ${MAX_ENTRIES} entries` };
}

function noList(path: string): string {
  return `the body has no list with entries at "${path}"`;
}

function listAt(body: unknown, path: string): unknown[] | undefined {
  let found = body;
  for (const key of path.split(".")) {
    const isThere = typeof found === "object" && found !== null && Object.hasOwn(found, key);
    found = isThere ? (found as Record<string, unknown>)[key] : undefined;
  }
  return Array.isArray(found) ? (found as unknown[]) : undefined;
}

function withBody<M extends Message>(message: M, entry: unknown): M {
  const headers = { ...message.headers, "content-type": "application/json" };
  return { ...message, headers, rawBody: Buffer.from(JSON.stringify(entry ?? null)) };
}
