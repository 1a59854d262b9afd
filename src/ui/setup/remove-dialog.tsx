// Asks before an endpoint is taken out; what becomes of it then stands in a notice, with its way back.
import type { JSX } from "preact";
import { Dialog } from "../pieces/pieces.tsx";
import type { SetupChange } from "../data/answers.ts";
import { SETUP as SAID } from "../words/setup.ts";
import { ActFooter } from "./change/act-footer.tsx";
import { Remarks } from "./form/field.tsx";
import { Refused } from "./change/refused.tsx";
import { tellRemoved } from "./removed.ts";
import { useChange, type ChangeProps } from "./change/use-change.ts";

export function RemoveDialog({ endpoint, close, changed }: ChangeProps): JSX.Element {
  const wish = (): SetupChange => ({ kind: "remove", endpoint });
  const change = useChange(wish, {
    settled: changed,
    written(written) {
      tellRemoved(written);
      close();
    },
  });
  const { refused, write } = change;
  return (
    <Dialog title={SAID.removeTitle(endpoint)} kind="ew-setup-small" close={close}>
      <p>{SAID.removeLong}</p>
      <Remarks problems={refused?.problems ?? []} warnings={[]} />
      <Refused change={change} />
      <ActFooter label={SAID.remove} act={write} close={close} />
    </Dialog>
  );
}
