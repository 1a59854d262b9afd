// A map that forgets: at most `maxEntries`, none older than `maxAgeMs` since it was last written.

export class BoundedMap<V> {
  readonly #entries = new Map<string, { value: V; writtenAt: number }>();
  readonly #maxEntries: number;
  readonly #maxAgeMs: number;

  constructor(maxEntries: number, maxAgeMs: number) {
    this.#maxEntries = maxEntries;
    this.#maxAgeMs = maxAgeMs;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string, now: number): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (now - entry.writtenAt <= this.#maxAgeMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V, now: number): void {
    // Writing moves an entry to the end, so the first one is always the longest unwritten.
    this.#entries.delete(key);
    this.#entries.set(key, { value, writtenAt: now });
    if (this.#entries.size <= this.#maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** What is not too old, the longest unwritten first. */
  entries(now: number): Array<readonly [key: string, value: V]> {
    return [...this.#entries]
      .filter(([, { writtenAt }]) => now - writtenAt <= this.#maxAgeMs)
      .map(([key, { value }]) => [key, value]);
  }

  all(now: number): V[] {
    return this.entries(now).map(([, value]) => value);
  }

  /** The one that was written last. */
  find(now: number, test: (value: V) => boolean): V | undefined {
    let found: V | undefined;
    for (const { value, writtenAt } of this.#entries.values())
      if (now - writtenAt <= this.#maxAgeMs && test(value)) found = value;
    return found;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
