// Retry of all that a filter finds: counted first, then queued a part at a time, so that progress is real.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { BulkAnswer, DeliveryPage, Status } from "../data/answers.ts";
import type { Place, Source } from "../data/source.ts";
import { filterOf } from "./filters.ts";
import { useSurroundings } from "../pieces/hooks.ts";
import { Dialog } from "../pieces/pieces.tsx";
import { useLanguage, type Spoken } from "../pieces/language.ts";

type Step =
  | { name: "counting" | "counted"; ids: readonly string[] }
  | { name: "running" | "done"; ids: readonly string[]; done: number }
  | { name: "failed"; ids: readonly string[]; error: Error };

const PART_ROWS = 200;

export function Bulk({ place, close }: { place: Place; close: () => void }): JSX.Element {
  const spoken = useLanguage();
  const { words, format } = spoken;
  const { source } = useSurroundings();
  const [step, setStep] = useState<Step>({ name: "counting", ids: [] });
  const ended = useRef(false);

  const guarded = (work: Promise<void>): void => {
    work.catch((thrown: unknown) => {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (!ended.current) setStep(({ ids }) => ({ name: "failed", ids, error }));
    });
  };
  useEffect(() => {
    guarded(
      collect(source, place, (ids, name) => {
        if (!ended.current) setStep({ name, ids });
        return !ended.current;
      }),
    );
    return () => {
      ended.current = true;
    };
  }, []);

  const run = (): void =>
    guarded(
      (async () => {
        const { ids } = step;
        let done = 0;
        for (let at = 0; at < ids.length && !ended.current; at += PART_ROWS) {
          setStep({ name: "running", ids, done });
          const part = ids.slice(at, at + PART_ROWS);
          const { changed } = await source.ask<BulkAnswer>("retry", { ids: part });
          done += changed;
        }
        if (!ended.current) setStep({ name: "done", ids, done });
      })(),
    );

  return (
    <Dialog title={words.bulk.title} close={close}>
      <p role="status">{said(step, spoken)}</p>
      {step.name === "running" && (
        <progress aria-label={words.bulk.title} max={step.ids.length} value={step.done} />
      )}
      <footer>
        <button type="button" class="ew-button" onClick={close}>
          {step.name === "done" ? words.shell.close : words.shell.cancel}
        </button>
        {step.name === "counted" && step.ids.length > 0 && (
          <button type="button" class="ew-button ew-primary" onClick={run}>
            {words.bulk.start(format.count(step.ids.length))}
          </button>
        )}
      </footer>
    </Dialog>
  );
}

function said(step: Step, { words: { bulk }, format }: Spoken): string {
  const found = step.ids.length;
  const all = format.count(found);
  if (step.name === "failed") return step.error.message;
  if (step.name === "counting") return bulk.counting(all);
  if (step.name === "running") return bulk.running(format.count(step.done), all);
  if (step.name === "done") return bulk.done(step.done, format.count(step.done));
  return found === 0 ? bulk.nothing : bulk.counted(found, all);
}

/** Tells the ids found so far; goes on while it is told to. */
async function collect(
  source: Source,
  place: Place,
  tell: (ids: readonly string[], name: "counting" | "counted") => boolean,
): Promise<void> {
  const asked = filterOf(place, Date.now());
  const status = (asked.status ?? ["failed", "dead"]).filter(retryable);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    if (status.length === 0) break;
    const params = { ...asked, status, limit: PART_ROWS, ...(cursor !== undefined && { cursor }) };
    const page = await source.ask<DeliveryPage>("list", params);
    ids.push(...page.deliveries.map(({ id }) => id));
    ({ cursor } = page);
  } while (cursor !== undefined && tell([...ids], "counting"));
  tell(ids, "counted");
}

function retryable(status: Status): boolean {
  return status === "failed" || status === "dead";
}
