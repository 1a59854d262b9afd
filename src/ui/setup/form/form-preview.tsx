// What the last real events would become by the settings in the form, which are not in force. Sends nothing.
import type { JSX } from "preact";
import type { SetupCheck } from "../../data/answers.ts";
import { Sending } from "../../endpoints/sending.tsx";
import { formatCount } from "../../pieces/format.ts";
import { useSurroundings } from "../../pieces/hooks.ts";
import { SETUP as SAID } from "../../words/setup.ts";

export function FormPreview({ check }: { check: SetupCheck | undefined }): JSX.Element {
  const { locale } = useSurroundings().source;
  const { previews = [], heard } = check ?? {};
  const count = (all: number): string => formatCount(all, locale);
  return (
    <section class="ew-setup-preview" aria-label={SAID.preview}>
      <h3>{SAID.preview}</h3>
      {previews.length === 0 && <p class="ew-quiet">{SAID.previewNone}</p>}
      {heard && <p class="ew-quiet">{SAID.previewHeard(count(heard.count), count(heard.of))}</p>}
      {previews.map(({ sample, preview }) => {
        const { id, type } = preview.event;
        const said = sample
          ? SAID.previewSample(type)
          : preview.hears === true
            ? SAID.previewEvent(type)
            : SAID.previewNotHeard(type);
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
