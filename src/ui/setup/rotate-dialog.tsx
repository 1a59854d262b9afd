// A new secret for an endpoint, beside the old one for a while.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog, Select } from "../pieces/pieces.tsx";
import { SETUP as SAID } from "../words/setup.ts";
import { ActFooter } from "./change/act-footer.tsx";
import { Remarks } from "./form/field.tsx";
import { Outcome } from "./change/outcome.tsx";
import { Refused } from "./change/refused.tsx";
import { useChange, type ChangeProps } from "./change/use-change.ts";

const HOUR_MS = 3_600_000;
const OVERLAPS = { none: 0, hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;
type Overlap = keyof typeof OVERLAPS;
const CHOICES = Object.keys(OVERLAPS) as Overlap[];

export function RotateDialog({ endpoint, close, changed }: ChangeProps): JSX.Element {
  const [overlap, setOverlap] = useState<Overlap>("day");
  const overlapMs = OVERLAPS[overlap];
  const change = useChange(() => ({ kind: "rotate", endpoint, overlapMs }), { settled: changed });
  const { written, isTakenUp, refused, write } = change;
  return (
    <Dialog title={SAID.rotateTitle(endpoint)} kind="ew-setup-small" close={close}>
      {written ? (
        <Outcome written={written} isTakenUp={isTakenUp} testsAtOnce={false} close={close} />
      ) : (
        <>
          <p>{SAID.rotateLong}</p>
          <p class="ew-setup-line">
            {SAID.overlap}
            <Select
              label={SAID.overlap}
              choices={CHOICES.map((value) => ({ value, label: SAID.overlaps[value] }))}
              value={overlap}
              choose={(value) => setOverlap(value as Overlap)}
            />
          </p>
          <Remarks problems={refused?.problems ?? []} warnings={[]} />
          <Refused change={change} />
          <ActFooter label={SAID.doRotate} act={write} close={close} />
        </>
      )}
    </Dialog>
  );
}
