// The form of an endpoint, new or there already: fields, what the checker says of them, what would be sent.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { FormField, SetupChange, SetupForm, SetupRemark } from "../../data/answers.ts";
import { useAnswerOnce } from "../../pieces/hooks.ts";
import { Answered, Dialog } from "../../pieces/pieces.tsx";
import { SETUP as SAID } from "../../words/setup.ts";
import { WORDS } from "../../words/page.ts";
import { draftOf, formOf, unchosen, type Draft } from "./draft.ts";
import { Remarks, withoutField, type Said } from "./field.tsx";
import { Fields, TYPES } from "./fields.tsx";
import { FormPreview } from "./form-preview.tsx";
import { Outcome } from "../change/outcome.tsx";
import { Refused } from "../change/refused.tsx";
import { useChange, type Change } from "../change/use-change.ts";
import { useCheck } from "./use-check.ts";

interface DialogProps {
  /** Absent: a new one. */
  endpoint?: string | undefined;
  close: () => void;
  changed: () => void;
}

export function EndpointDialog(props: DialogProps): JSX.Element {
  const { endpoint, close } = props;
  const answer = useAnswerOnce<SetupForm>("setup.form", endpoint === undefined ? {} : { endpoint });
  return (
    <Dialog
      title={endpoint === undefined ? SAID.addTitle : SAID.editTitle(endpoint)}
      kind="ew-setup"
      close={close}
    >
      <Answered answer={answer}>{(filled) => <Form {...props} filled={filled} />}</Answered>
    </Dialog>
  );
}

function Form({
  endpoint,
  close,
  changed,
  filled,
}: DialogProps & { filled: SetupForm }): JSX.Element {
  const [draft, setDraft] = useState<Draft>(() => draftOf(filled.endpoint, TYPES));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const form = formOf(draft, filled.endpoint);
  const wish: SetupChange =
    endpoint === undefined ? { kind: "add", form } : { kind: "edit", endpoint, form };
  const change = useChange(() => wish, { settled: changed });
  const empty = unchosen(draft);
  const { check, error, pending } = useCheck(change.written || empty.length > 0 ? undefined : wish);
  if (change.written)
    return (
      <Outcome
        written={change.written}
        isTakenUp={change.isTakenUp}
        testsAtOnce={endpoint === undefined}
        close={close}
      />
    );
  const edit = (changes: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...changes }));
    setTouched((before) => new Set([...before, ...Object.keys(changes)]));
  };
  const saved = (event: Event): void => {
    event.preventDefault();
    setTouched(ALL);
    if (empty.length === 0) change.write.run();
  };
  const chosen = empty.map((field) => ({ field, message: SAID.chooseOne }));
  const said = saidOf({ change, check, chosen, touched, isNew: endpoint === undefined });
  const { others = [] } = filled.endpoint ?? {};
  const busy = change.write.busy;
  return (
    <form class="ew-setup-form" onSubmit={saved} noValidate>
      {filled.obstacle !== undefined && <p class="ew-reason">{filled.obstacle}</p>}
      <div class="ew-setup-halves">
        <div class="ew-setup-fields">
          <Fields draft={draft} change={edit} filled={filled} said={said} />
          {others.length > 0 && <p class="ew-quiet">{SAID.others(others.join(", "))}</p>}
        </div>
        <FormPreview check={check} />
      </div>
      <div aria-live="polite">
        <Remarks {...withoutField(said, shownFields(filled, draft))} />
        {error && <p class="ew-reason">{error.message}</p>}
      </div>
      <Refused change={change} />
      <footer>
        <span class="ew-quiet" role="status">
          {pending && SAID.checking}
        </span>
        <button type="button" class="ew-button" onClick={close}>
          {WORDS.cancel}
        </button>
        <button type="submit" class="ew-button ew-primary" disabled={busy}>
          {busy ? SAID.saving : SAID.save}
        </button>
      </footer>
    </form>
  );
}

const NAMED: readonly FormField[] = [
  "name",
  "url",
  "events",
  "format",
  "agents",
  "allowPrivateNetwork",
  "secret",
];
const ALL: ReadonlySet<string> = new Set([...NAMED, "everyEvent", "everyAgent", "options"]);

function shownFields({ formats }: SetupForm, { format }: Draft): ReadonlySet<string> {
  const options = formats.find(({ name }) => name === format)?.options ?? [];
  return new Set([...NAMED, ...options.map(({ name }) => `option:${name}`)]);
}

/** Nobody is told of a field that they have not come to yet. */
function saidOf({
  change: { refused },
  check,
  chosen,
  touched,
  isNew,
}: {
  change: Change;
  check: Said | undefined;
  /** Of what is to be chosen and is not. */
  chosen: readonly SetupRemark[];
  touched: ReadonlySet<string>;
  isNew: boolean;
}): Said {
  const isReached = (field: FormField | undefined): boolean => {
    if (!isNew || touched.size === ALL.size) return true;
    if (field === undefined) return touched.has("url");
    return touched.has(field.startsWith("option:") ? "options" : field);
  };
  const { problems, warnings } = check ?? { problems: refused?.problems ?? [], warnings: [] };
  return {
    problems: [...chosen, ...problems.filter(({ field }) => isReached(field))],
    warnings: warnings.filter(({ field }) => isReached(field)),
  };
}
