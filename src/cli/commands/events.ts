// `openclaw webhook events`: what can be sent, each with a sample. Asks nobody.
import { toRecord } from "../../event/envelope.ts";
import { sampleDraft } from "../../event/sample.ts";
import { EVENT_ABOUT, EVENT_TYPES, type EventType } from "../../generated/event-types.ts";
import { suggestion } from "../../language/nearest.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { wrap } from "../terminal/wrap.ts";

const TYPE_WIDTH = 19;
/** The sample's time, so that the same command shows the same. */
const SAMPLE_AT = Date.UTC(2026, 2, 14, 10, 30);
const SAMPLE = {
  instanceId: "node-1",
  maxEventBytes: 1_048_576,
  newId: () => "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
};

export async function events(
  cli: Cli,
  given: string | undefined,
  { json }: { json?: boolean },
): Promise<void> {
  const type = given === undefined ? undefined : EVENT_TYPES.find((each) => each === given);
  if (given !== undefined && type === undefined) {
    throw new Failure("misuse", `there is no event "${given}"${suggestion(given, EVENT_TYPES)}`);
  }
  if (json === true) {
    for (const each of type === undefined ? EVENT_TYPES : [type]) {
      cli.print(JSON.stringify({ type: each, about: EVENT_ABOUT[each], sample: sampleOf(each) }));
    }
    return;
  }
  if (type !== undefined) {
    for (const line of wrap(EVENT_ABOUT[type], cli.columns)) cli.print(line);
    return cli.print(JSON.stringify(sampleOf(type), null, 2));
  }
  const indent = " ".repeat(TYPE_WIDTH);
  for (const each of EVENT_TYPES) {
    const [first = "", ...more] = wrap(EVENT_ABOUT[each], cli.columns, indent);
    cli.print(cli.colour("bold", each.padEnd(TYPE_WIDTH)) + first.slice(TYPE_WIDTH));
    for (const line of more) cli.print(line);
  }
  cli.notice("A sample of one: openclaw webhook events message.sent");
}

function sampleOf(type: EventType): unknown {
  return JSON.parse(toRecord(sampleDraft(type, SAMPLE_AT), SAMPLE).json);
}
