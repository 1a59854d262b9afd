// Checks event patterns against the types there are. Takes the list as an argument: it has its own source.
import { configPath } from "../../language/config-path.ts";
import type { Problem } from "../settings.ts";
import { suggestion } from "../../language/nearest.ts";

/** Everything `events` may hold: the types, their groups (`message.*`) and `*`. */
function eventPatterns(eventTypes: readonly string[]): string[] {
  const groups = new Set(eventTypes.map((type) => `${type.slice(0, type.indexOf("."))}.*`));
  return [...eventTypes, ...groups, "*"];
}

/** One problem for each entry of `events` that no event can match; `path` is the path of the list. */
export function checkEvents(
  events: readonly string[],
  path: string,
  eventTypes: readonly string[],
): Problem[] {
  const patterns = eventPatterns(eventTypes);
  return events.flatMap((event, index) =>
    patterns.includes(event)
      ? []
      : [
          {
            path: configPath(path, index),
            message: `unknown event ${JSON.stringify(event.slice(0, 80))}${suggestion(event, patterns)}`,
          },
        ],
  );
}
