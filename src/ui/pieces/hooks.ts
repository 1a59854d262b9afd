// What the parts of the page share: the source, the place, answers that stay true, the current time.
import { createContext } from "preact";
import { useContext, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { coalesce, type Coalesced } from "../data/coalesce.ts";
import type { Places, Source } from "../data/source.ts";

export interface Surroundings {
  source: Source;
  places: Places;
}

export const SurroundingsContext = createContext<Surroundings | undefined>(undefined);

/** Draws again when the connection or the place changes. */
export function useSurroundings(): Surroundings {
  const found = useContext(SurroundingsContext);
  if (found === undefined) throw new Error("a part of the page stands outside of it");
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const ends = [found.source.onConnection(() => draw(0)), found.places.onPlace(() => draw(0))];
    return () => {
      for (const end of ends) end();
    };
  }, [found]);
  return found;
}

export interface Answer<T> {
  value?: T;
  error?: Error;
  again: () => void;
}

const ASK_EVERY_MS = 1000;

/** Asks, and asks again when something changed; a new question forgets the old answer. */
export function useAnswer<T>(method: string, params?: object): Answer<T> {
  const { source } = useSurroundings();
  const key = JSON.stringify([method, params]);
  const [answer, setAnswer] = useState<{ key: string; value?: T; error?: Error }>({ key });
  const asking = useRef<Coalesced | undefined>(undefined);
  useEffect(() => {
    const question = { method, params };
    const refresh = coalesce(async () => {
      try {
        const value = await source.ask<T>(question.method, question.params);
        setAnswer({ key, value });
      } catch (error) {
        const shown = error instanceof Error ? error : new Error(String(error));
        setAnswer((before) => ({
          key,
          error: shown,
          ...(before.key === key && before.value !== undefined && { value: before.value }),
        }));
      }
    }, ASK_EVERY_MS);
    asking.current = refresh;
    const ends = [
      source.onChanged(refresh.wish),
      source.onConnection(() => {
        if (source.connected) refresh.wish();
      }),
    ];
    refresh.wish();
    return () => {
      refresh.end();
      for (const end of ends) end();
    };
  }, [source, key]);
  const again = useMemo(() => () => asking.current?.wish(), []);
  return answer.key === key ? { ...answer, again } : { again };
}

/** Asks once, and again only when that is wished: for what somebody goes on to change by hand. */
export function useAnswerOnce<T>(method: string, params: object): Answer<T> {
  const { source } = useSurroundings();
  const [answer, setAnswer] = useState<{ value?: T; error?: Error }>({});
  const again = (): void => {
    source.ask<T>(method, params).then(
      (value) => setAnswer({ value }),
      (error: unknown) =>
        setAnswer({ error: error instanceof Error ? error : new Error(String(error)) }),
    );
  };
  useEffect(again, [source]);
  return { ...answer, again };
}

export interface Action {
  busy: boolean;
  error?: Error;
  run: () => void;
}

/** Something that an operator does once at a time. */
export function useAction(work: () => Promise<void>): Action {
  const [state, setState] = useState<{ busy: boolean; error?: Error }>({ busy: false });
  const run = (): void => {
    if (state.busy) return;
    setState({ busy: true });
    work().then(
      () => setState({ busy: false }),
      (error: unknown) =>
        setState({ busy: false, error: error instanceof Error ? error : new Error(String(error)) }),
    );
  };
  return { ...state, run };
}

/** Now, told again and again while the part is shown. */
export function useNow(everyMs = 10_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
