// What a format needs beside its URL.
import type { JSX } from "preact";
import type { FormatRow } from "../../data/answers.ts";
import { SETUP as SAID } from "../../words/setup.ts";
import { attributesOf, Field } from "./field.tsx";
import type { FieldsProps } from "./fields-props.ts";

export function Options({
  format,
  draft,
  change,
  filled,
  said,
}: FieldsProps & { format: FormatRow }): JSX.Element {
  const isSame = filled.endpoint?.format === format.name;
  const hidden = isSame ? (filled.endpoint?.hidden ?? []) : [];
  return (
    <>
      {format.options.map(({ name, about, required, oneOf }) => {
        const field = `option:${name}` as const;
        const value = draft.options[name] ?? "";
        const set = (text: string): void => change({ options: { ...draft.options, [name]: text } });
        const hint = hidden.includes(name)
          ? SAID.hiddenOption
          : required
            ? about
            : SAID.optional(about);
        return (
          <Field key={name} field={field} label={name} hint={hint} said={said}>
            {oneOf.length > 0 ? (
              <select
                {...attributesOf(field, said)}
                class="ew-field"
                value={value}
                onChange={({ currentTarget }) => set(currentTarget.value)}
              >
                <option value="">{SAID.unset}</option>
                {oneOf.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            ) : (
              <input
                {...attributesOf(field, said)}
                class="ew-field"
                {...(name === "token" ? { type: "password" as const } : { type: "text" as const })}
                autocomplete="off"
                spellcheck={false}
                value={value}
                onInput={({ currentTarget }) => set(currentTarget.value)}
              />
            )}
          </Field>
        );
      })}
    </>
  );
}
