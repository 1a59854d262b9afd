// The fields of an endpoint's form.
import type { JSX } from "preact";
import { EVENT_TYPES } from "../../../generated/event-types.ts";
import { SETUP as SAID } from "../../words/setup.ts";
import { Boxes } from "./boxes.tsx";
import type { Draft } from "./draft.ts";
import { attributesOf, Field, FieldGroup, FieldNotes } from "./field.tsx";
import type { FieldsProps } from "./fields-props.ts";
import { Options } from "./options.tsx";

/** A test goes to every endpoint, whatever it hears. */
export const TYPES: readonly string[] = EVENT_TYPES.filter((type) => type !== "webhook.test");

export function Fields({ draft, change, filled, said }: FieldsProps): JSX.Element {
  const { endpoint, formats } = filled;
  const format = formats.find(({ name }) => name === draft.format);
  const patterns = (endpoint?.events ?? []).filter((type) => type !== "*" && !TYPES.includes(type));
  const agents = [...new Set([...filled.agents, ...draft.agents])];
  const isKept = endpoint !== undefined;
  const urlHint = isKept
    ? SAID.urlKeptHint
    : format && (format.hasOwnUrl ? SAID.urlOwn : SAID.formatHint(format.url));
  return (
    <>
      <Field field="url" label={SAID.url} hint={urlHint} said={said}>
        <input
          {...attributesOf("url", said)}
          class="ew-field"
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder={isKept ? SAID.urlKept(endpoint.origin ?? "") : "https://"}
          value={draft.url}
          onInput={({ currentTarget }) => change({ url: currentTarget.value })}
        />
      </Field>
      <Field field="name" label={SAID.name} hint={isKept ? undefined : SAID.nameHint} said={said}>
        <input
          {...attributesOf("name", said)}
          class="ew-field"
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={draft.name}
          onInput={({ currentTarget }) => change({ name: currentTarget.value })}
        />
      </Field>
      <FieldGroup field="events" label={SAID.events} said={said}>
        <Boxes
          name="ew-setup-every-event"
          all={SAID.everyEvent}
          some={SAID.someEvents}
          isAll={draft.everyEvent}
          items={[...patterns, ...TYPES]}
          chosen={draft.events}
          choose={(everyEvent, events) => change({ everyEvent, events })}
        />
      </FieldGroup>
      <Field field="format" label={SAID.format} said={said}>
        <select
          {...attributesOf("format", said)}
          class="ew-field"
          value={draft.format}
          onChange={({ currentTarget }) => change(ofFormat(currentTarget.value, draft, isKept))}
        >
          <option value="">{SAID.noFormat}</option>
          {formats.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      {format && <Options format={format} {...{ draft, change, filled, said }} />}
      <FieldGroup field="agents" label={SAID.agents} said={said}>
        <Boxes
          name="ew-setup-every-agent"
          all={SAID.everyAgent}
          some={SAID.someAgents}
          isAll={draft.everyAgent}
          items={agents}
          chosen={draft.agents}
          choose={(everyAgent, chosen) => change({ everyAgent, agents: chosen })}
        />
      </FieldGroup>
      <Field field="secret" label={SAID.secret} said={said}>
        <select
          {...attributesOf("secret", said)}
          class="ew-field"
          value={draft.secret}
          onChange={({ currentTarget }) =>
            change({ secret: currentTarget.value as Draft["secret"] })
          }
        >
          {(isKept ? (["keep", "auto", "none"] as const) : (["auto", "none"] as const)).map(
            (each) => (
              <option key={each} value={each}>
                {SAID.secrets[each]}
              </option>
            ),
          )}
        </select>
      </Field>
      <div class="ew-setup-field">
        <label class="ew-setup-box">
          <input
            {...attributesOf("allowPrivateNetwork", said)}
            type="checkbox"
            checked={draft.allowPrivateNetwork}
            onChange={({ currentTarget }) => change({ allowPrivateNetwork: currentTarget.checked })}
          />
          {SAID.private}
        </label>
        <FieldNotes field="allowPrivateNetwork" said={said} />
      </div>
    </>
  );
}

/** Receivers with a format of their own check no signature of ours. */
function ofFormat(format: string, { secret }: Draft, isKept: boolean): Partial<Draft> {
  const chosen = { format, options: {} };
  if (isKept || secret === "keep") return chosen;
  return { ...chosen, secret: format === "" ? "auto" : "none" };
}
