// Asks before an endpoint is taken out; what becomes of it then stands in a notice, with its way back.
import type { JSX } from "preact";
import { Dialog } from "../pieces/pieces.tsx";
import type { SetupChange } from "../data/answers.ts";
import { ActFooter } from "./change/act-footer.tsx";
import { Remarks } from "./form/field.tsx";
import { Refused } from "./change/refused.tsx";
import { tellRemoved } from "./removed.ts";
import { useChange, type ChangeProps } from "./change/use-change.ts";
import { useLanguage } from "../pieces/language.ts";

export function RemoveDialog({ endpoint, close, changed }: ChangeProps): JSX.Element {
  const { words } = useLanguage();
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
    <Dialog title={words.setup.removeTitle(endpoint)} kind="ew-setup-small" close={close}>
      <p>{words.setup.removeLong}</p>
      <Remarks problems={refused?.problems ?? []} warnings={[]} />
      <Refused change={change} />
      <ActFooter label={words.setup.remove} act={write} close={close} />
    </Dialog>
  );
}
