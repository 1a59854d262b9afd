// The log of the engine that runs, as whoever shows it asks for it. Holds no rule.
import type { EngineClient } from "../../engine/thread/client.ts";
import type { LogReader } from "../../view/questions.ts";

export function logOf(client: EngineClient): LogReader {
  return {
    list: (filter) => client.call("list", [filter]),
    search: (filter) => client.call("search", [filter]),
    show: (id) => client.call("show", [id]),
    stats: () => client.call("stats", []),
    figures: (query) => client.call("figures", [query]),
    backlog: (except) => client.call("backlog", [except]),
    findRequest: (id) => client.call("findRequest", [id]),
    listRequests: (filter) => client.call("listRequests", [filter]),
    searchRequests: (filter) => client.call("searchRequests", [filter]),
  };
}
