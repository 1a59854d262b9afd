// Keys that senders publish, kept while they are good: asked for once however many wait, kept on when their address
// fails for a while, and looked up again for a key that is not known. Must not choose an address.
import type { KeyAnswer, KeyQuestion } from "../../signature/published/published.ts";
import { readKeyDocument, type PublishedKey } from "../../signature/published/key-document.ts";
import { freshFor } from "./freshness.ts";
import type { Fetched } from "./fetch-document.ts";

export interface KeyRing {
  /** Never rejects. */
  keys: (question: KeyQuestion) => Promise<KeyAnswer>;
}

export interface KeyRingPorts {
  fetch: (url: string, allowPrivateNetwork: KeyQuestion["allowPrivateNetwork"]) => Promise<Fetched>;
  /** Ms since the epoch. */
  now: () => number;
  /** Ms, of a clock that nobody sets. */
  elapsed: () => number;
  /** Keys cannot be had: once for each time that it begins. */
  onTrouble: (message: string) => void;
}

/** What is known of one address. Times as `elapsed` tells them. */
interface Entry {
  keys: readonly PublishedKey[];
  freshUntil: number;
  /** Good for so long where the address fails. */
  goodUntil: number;
  /** Not asked again before. */
  askAgainAt: number;
  asking?: Promise<void>;
  failure?: string;
}

/** At most one look in so long for a key that is not there, and after a failure. */
const PAUSE_MS = 60_000;
const AFTER_FAILURE_MS = 10_000;
const GOOD_WITHOUT_ADDRESS_MS = 24 * 60 * 60_000;
const MAX_ADDRESSES = 64;
/** Addresses that requests name, and that nobody has asked for before: so many in a minute. */
const MAX_NEW = 20;

export function createKeyRing({ fetch, now, elapsed, onTrouble }: KeyRingPorts): KeyRing {
  const entries = new Map<string, Entry>();
  let newOnes: number[] = [];

  async function look(
    { form, url, allowPrivateNetwork }: KeyQuestion,
    entry: Entry,
  ): Promise<void> {
    const fetched = await fetch(url, allowPrivateNetwork);
    const read = fetched.ok ? readKeyDocument(form, fetched.text, now()) : undefined;
    const at = elapsed();
    if (fetched.ok && read !== undefined) {
      const freshMs = freshFor(fetched.headers);
      entry.keys = read;
      entry.freshUntil = at + freshMs;
      entry.goodUntil = at + freshMs + GOOD_WITHOUT_ADDRESS_MS;
      entry.askAgainAt = at + PAUSE_MS;
      delete entry.failure;
      return;
    }
    const reason = fetched.ok ? `what stands at ${url} holds no valid key` : fetched.reason;
    if (entry.failure === undefined) onTrouble(`a sender's public keys cannot be had: ${reason}`);
    entry.failure = reason;
    entry.askAgainAt = at + AFTER_FAILURE_MS;
  }

  /** Undefined: too many new addresses in a minute. */
  function entryOf(url: string): Entry | undefined {
    const known = entries.get(url);
    if (known !== undefined) {
      // The one that is used least goes first.
      entries.delete(url);
      entries.set(url, known);
      return known;
    }
    const at = elapsed();
    newOnes = newOnes.filter((one) => one > at - PAUSE_MS);
    if (newOnes.length >= MAX_NEW) return undefined;
    newOnes.push(at);
    const entry: Entry = {
      keys: [],
      freshUntil: -Infinity,
      goodUntil: -Infinity,
      askAgainAt: -Infinity,
    };
    entries.set(url, entry);
    if (entries.size > MAX_ADDRESSES) entries.delete(leastUseful(url));
    return entry;
  }

  /** Of the others, one that never had a key, else the one that was not asked for the longest: strangers name any. */
  function leastUseful(newest: string): string {
    const others = [...entries].filter(([url]) => url !== newest);
    const [url = newest] = others.find(([, { keys: had }]) => had.length === 0) ?? others[0] ?? [];
    return url;
  }

  async function keys(question: KeyQuestion): Promise<KeyAnswer> {
    const entry = entryOf(question.url);
    if (entry === undefined) return later("too many new addresses of keys in a minute", PAUSE_MS);
    const { kid } = question;
    const isNeeded = elapsed() >= entry.freshUntil || !hasKey(entry.keys, kid);
    if (isNeeded && elapsed() >= entry.askAgainAt) {
      entry.asking ??= look(question, entry).finally(() => delete entry.asking);
    }
    // What is only stale is renewed behind the requests' back.
    const isAtHand = elapsed() < entry.goodUntil && hasKey(entry.keys, kid);
    if (entry.asking !== undefined && !isAtHand) await entry.asking;
    const at = elapsed();
    if (at < entry.goodUntil && entry.keys.length > 0) {
      return { ok: true, keys: chosen(entry.keys, kid).map(({ text }) => text) };
    }
    return later(entry.failure ?? "they are not there yet", Math.max(1000, entry.askAgainAt - at));
  }

  return { keys };
}

function hasKey(all: readonly PublishedKey[], kid: string | undefined): boolean {
  return all.length > 0 && (kid === undefined || chosen(all, kid).length > 0);
}

/** Keys without an id may be any. */
function chosen(all: readonly PublishedKey[], kid: string | undefined): PublishedKey[] {
  return all.filter((key) => kid === undefined || key.kid === undefined || key.kid === kid);
}

function later(reason: string, ms: number): KeyAnswer {
  return { ok: false, reason, retryAfterSeconds: Math.ceil(ms / 1000) };
}
