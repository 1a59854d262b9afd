// A log in a file, which is all of one Gateway: of another one it holds nothing.
import type { Figures } from "../engine/store/figures/figures.ts";
import type { LogReader } from "./questions.ts";

/** `own`: name of that Gateway; undefined where nobody knows it, and whatever is asked for is taken for it. */
export function ofOneGateway(log: LogReader, own: string | undefined): LogReader {
  const holds = ({ instance }: { instance?: string }): boolean =>
    instance === undefined || own === undefined || instance === own;
  return {
    ...log,
    figures: async (query) => {
      const figures = await log.figures(query);
      return holds(query) ? figures : withoutAttempts(figures);
    },
    list: async (filter) => (holds(filter) ? log.list(filter) : []),
    search: async (filter) => (holds(filter) ? log.search(filter) : { deliveries: [], scanned: 0 }),
    listRequests: async (filter) => (holds(filter) ? log.listRequests(filter) : []),
    searchRequests: async (filter) =>
      holds(filter) ? log.searchRequests(filter) : { requests: [], scanned: 0 },
  };
}

/** What waits is there all the same. */
function withoutAttempts({ points, endpoints, backlog }: Figures): Figures {
  const none = { delivered: 0, failed: 0, dead: 0 };
  return {
    points: points.map(({ at }) => ({ at, ...none })),
    total: none,
    endpoints: endpoints.map(({ endpoint, waiting }) => ({ endpoint, waiting, ...none })),
    backlog,
  };
}
