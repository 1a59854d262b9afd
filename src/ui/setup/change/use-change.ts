// One change from its wish to its end: written, taken up by the Gateway, tested. Knows no kind of change.
import { useState } from "preact/hooks";
import type { SetupChange, SetupWritten } from "../../data/answers.ts";
import { useAction, useSurroundings, type Action } from "../../pieces/hooks.ts";
import { takenUp } from "./taken-up.ts";

export type Written = Extract<SetupWritten, { written: true }>;
export type Unwritten = Extract<SetupWritten, { written: false }>;

/** What a dialog is given that changes an endpoint. */
export interface ChangeProps {
  endpoint: string;
  close: () => void;
  /** It is in force, or will not be before long. */
  changed: () => void;
}

export interface Change {
  write: Action;
  /** The same although the file's comments go. */
  writeWithoutComments: Action;
  refused?: Unwritten;
  written?: Written;
  /** Absent while the Gateway is about to. */
  isTakenUp?: boolean;
}

export interface Hearers {
  written?: (written: Written) => void;
  /** It is in force, or will not be before long. */
  settled?: () => void;
}

/** `change` is asked when it is written. */
export function useChange(change: () => SetupChange, hearers: Hearers): Change {
  const { source } = useSurroundings();
  const [answer, setAnswer] = useState<SetupWritten>();
  const [isTakenUp, setTakenUp] = useState<boolean>();
  const put = async (dropComments: boolean): Promise<void> => {
    const params = { change: change(), dropComments };
    const said = await source.ask<SetupWritten>("setup.write", params);
    setAnswer(said);
    if (!said.written) return;
    hearers.written?.(said);
    void takenUp(source, said.starts).then((isIt) => {
      setTakenUp(isIt);
      hearers.settled?.();
    });
  };
  return {
    write: useAction(() => put(false)),
    writeWithoutComments: useAction(() => put(true)),
    ...(answer?.written === false && { refused: answer }),
    ...(answer?.written === true && { written: answer }),
    ...(isTakenUp !== undefined && { isTakenUp }),
  };
}
