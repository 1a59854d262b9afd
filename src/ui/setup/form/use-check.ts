// What the checker says of a change while somebody writes: asked when the writing pauses, the last answer counts.
import { useEffect, useRef, useState } from "preact/hooks";
import type { SetupChange, SetupCheck } from "../../data/answers.ts";
import { useSurroundings } from "../../pieces/hooks.ts";

export interface Checked {
  /** Of the last change that was checked. */
  check?: SetupCheck;
  error?: Error;
  /** The change is a newer one than what was checked. */
  pending: boolean;
}

const PAUSE_MS = 400;

/** `change` undefined: there is nothing to check. */
export function useCheck(change: SetupChange | undefined): Checked {
  const { source } = useSurroundings();
  const key = JSON.stringify(change);
  const [answer, setAnswer] = useState<Omit<Checked, "pending"> & { key?: string | undefined }>({});
  const newest = useRef(key);
  newest.current = key;
  useEffect(() => {
    if (change === undefined) return;
    const timer = setTimeout(() => {
      source.ask<SetupCheck>("setup.check", { change }).then(
        (check) => newest.current === key && setAnswer({ key, check }),
        (thrown: unknown) => {
          const error = thrown instanceof Error ? thrown : new Error(String(thrown));
          if (newest.current === key)
            setAnswer(({ check }) => ({ key, error, ...(check && { check }) }));
        },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [source, key]);
  return { ...answer, pending: change !== undefined && answer.key !== key };
}
