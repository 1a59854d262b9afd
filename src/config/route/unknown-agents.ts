// Which agents a route names that the host does not have.
import { suggestion } from "../../language/nearest.ts";
import type { Route } from "./route-settings.ts";

/** Each `<place>: <what is wrong>`. Without a list of the host's agents nothing can be said. */
export function unknownAgents({ agentId, read }: Route, known: readonly string[]): string[] {
  if (known.length === 0) return [];
  const named = [
    ["agentId", agentId],
    ...(read === undefined || read.agentId === agentId ? [] : [["read.agentId", read.agentId]]),
  ] as const;
  return named.flatMap(([at, id = ""]) =>
    known.includes(id) ? [] : [`${at}: there is no agent "${id}"${suggestion(id, known)}`],
  );
}
