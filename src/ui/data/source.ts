// Where the page gets its answers: the same questions to the Gateway from a native page and from a framed one.

export interface Source {
  /** Loses its meaning when the connection changes: read it while rendering. */
  readonly connected: boolean;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  /** May write the Gateway's config. */
  readonly maySetUp: boolean;
  /** The read-only tab, which cannot change anything for anybody. */
  readonly framed: boolean;
  readonly locale: string;
  /** `method` without its prefix. Rejects with an error whose message may be shown. */
  ask: <T>(method: string, params?: object) => Promise<T>;
  /** Something was captured, sent or changed. Ends with the returned function. */
  onChanged: (listener: () => void) => () => void;
  /** The connection or what it may do changed. */
  onConnection: (listener: () => void) => () => void;
}

/** What the page shows; every value is a plain word, so that it can stand in an address. */
export type Place = Readonly<Record<string, string>>;

export interface Places {
  readonly place: Place;
  /** `replace`: the step is no place to come back to. */
  go: (place: Place, replace?: boolean) => void;
  onPlace: (listener: () => void) => () => void;
}

/** A set of listeners. */
export function createSignal(): { tell: () => void; on: (listener: () => void) => () => void } {
  const listeners = new Set<() => void>();
  return {
    tell: () => {
      for (const listener of listeners) listener();
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
