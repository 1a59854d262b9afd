// A labelled field of a form, with what the checker says of it beside it.
import type { ComponentChildren, JSX } from "preact";
import type { FormField, SetupRemark } from "../../data/answers.ts";

export interface Said {
  problems: readonly SetupRemark[];
  warnings: readonly SetupRemark[];
}

export const idOf = (field: FormField): string => `ew-setup-${field.replace(":", "-")}`;

interface Attributes {
  id: string;
  "aria-describedby": string;
  "aria-invalid"?: "true";
}

/** What an input needs so that a screen reader tells its remarks with it. */
export function attributesOf(field: FormField, { problems }: Said): Attributes {
  return {
    id: idOf(field),
    "aria-describedby": `${idOf(field)}-said`,
    ...(problems.some((one) => one.field === field) && { "aria-invalid": "true" }),
  };
}

export function Field({
  field,
  label,
  hint,
  said,
  children,
}: {
  field: FormField;
  label: string;
  hint?: string | undefined;
  said: Said;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="ew-setup-field">
      <label for={idOf(field)}>{label}</label>
      {children}
      <FieldNotes field={field} hint={hint} said={said} />
    </div>
  );
}

/** The same for several boxes under one heading. */
export function FieldGroup({
  field,
  label,
  said,
  children,
}: {
  field: FormField;
  label: string;
  said: Said;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <fieldset class="ew-setup-field" id={idOf(field)} aria-describedby={`${idOf(field)}-said`}>
      <legend>{label}</legend>
      {children}
      <FieldNotes field={field} said={said} />
    </fieldset>
  );
}

export function FieldNotes({
  field,
  hint,
  said,
}: {
  field: FormField;
  hint?: string | undefined;
  said: Said;
}): JSX.Element {
  const ours = (remarks: readonly SetupRemark[]): readonly SetupRemark[] =>
    remarks.filter((one) => one.field === field);
  return (
    <div class="ew-setup-said" id={`${idOf(field)}-said`} aria-live="polite">
      {hint !== undefined && <p class="ew-quiet">{hint}</p>}
      <Remarks problems={ours(said.problems)} warnings={ours(said.warnings)} />
    </div>
  );
}

export function Remarks({ problems, warnings }: Said): JSX.Element {
  return (
    <>
      {problems.map(({ message }) => (
        <p key={message} class="ew-reason">
          {message}
        </p>
      ))}
      {warnings.map(({ message, remedy }) => (
        <p key={message} class="ew-setup-warning">
          {message} {remedy}
        </p>
      ))}
    </>
  );
}

/** What is said of no field that is shown. */
export function withoutField({ problems, warnings }: Said, shown: ReadonlySet<string>): Said {
  const isOther = ({ field }: SetupRemark): boolean => field === undefined || !shown.has(field);
  return { problems: problems.filter(isOther), warnings: warnings.filter(isOther) };
}
