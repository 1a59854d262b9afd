// What the last real events would become by the settings in the form, which are not in force. Sends nothing.
import type { JSX } from "preact";
import type { SetupCheck } from "../../data/answers.ts";
import { Sending } from "../../endpoints/sending.tsx";
import { useLanguage } from "../../pieces/language.ts";

export function FormPreview({ check }: { check: SetupCheck | undefined }): JSX.Element {
  const { words, format } = useLanguage();
  const { previews = [], heard } = check ?? {};
  return (
    <section class="ew-setup-preview" aria-label={words.setup.preview}>
      <h3>{words.setup.preview}</h3>
      {previews.length === 0 && <p class="ew-quiet">{words.setup.previewNone}</p>}
      {heard && (
        <p class="ew-quiet">
          {words.setup.previewHeard(format.count(heard.count), format.count(heard.of))}
        </p>
      )}
      {previews.map(({ sample, preview }) => {
        const { id, type } = preview.event;
        const said = sample
          ? words.setup.previewSample(type)
          : preview.hears === true
            ? words.setup.previewEvent(type)
            : words.setup.previewNotHeard(type);
        return (
          <article key={id} class="ew-setup-one">
            <h4>{said}</h4>
            <Sending preview={preview} bodyFirst />
          </article>
        );
      })}
    </section>
  );
}
