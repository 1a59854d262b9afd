// The samples of docs/events.md, one of each event.
import { EVENT_ABOUT, EVENT_TYPES } from "../../src/generated/event-types.ts";
import { between } from "./between.ts";
import { sampleOf } from "./samples.ts";

/** docs/events.md with fresh samples; unchanged where it has no markers. */
export function eventSamples(page: string): string {
  const samples = EVENT_TYPES.map((type) => {
    const { event, recorded } = sampleOf(type);
    const source =
      recorded === undefined
        ? `What \`openclaw webhook test --event ${type}\` sends.`
        : `Recorded: \`fixtures/events/${recorded}.json\`.`;
    const json = JSON.stringify(event, null, 2);
    return `### A \`${type}\`\n\n${EVENT_ABOUT[type]} ${source}\n\n\`\`\`json\n${json}\n\`\`\`\n`;
  });
  return between(page, "samples", `\n\n${samples.join("\n")}\n`);
}
