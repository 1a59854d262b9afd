// Which file of dist/ a module goes into: by who needs it at once. The host copies every file at a command, so they
// are few; and what is loaded later stays in files of its own, so that nobody loads what only others need.
import { relative } from "node:path";

/** What rolldown tells of a module. */
interface Module {
  isEntry: boolean;
  importers: readonly string[];
  dynamicImporters: readonly string[];
}

export interface Graph {
  getModuleInfo(id: string): Module | null;
}

/** Who loads a module first, by where the file lies that is started or loaded later. The first that fits. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^src\/(index|setup)\.ts$/, "entry"],
  [/^src\/bin\.ts$/, "bin"],
  [/^src\/cli\/own\//, "own"],
  [/^src\/cli\/grammar\//, "webhook"],
  [/^src\/engine\/thread\//, "thread"],
  [/^src\/engine\/store\/sqlite\/thread\/log-thread\.ts$/, "log"],
  [/^src\/engine\/store\/sqlite\/file\/checkpoint-thread\.ts$/, "checkpoint"],
  [/^src\/engine\/store\/(postgres|copy)\//, "postgres"],
  [/^src\/inbound\/thread\//, "decide"],
  [/^src\/tracing\//, "tracing"],
  [/^src\/host\/inbound\//, "inbound"],
  [/^src\/host\/(pipeline|rpc|page|metrics)/, "gateway"],
  [/^src\//, "later"],
  [/./, "token"],
];

/** The files of one part alone that rolldown names by their entry. */
const STARTED = new Set(["entry", "bin", "thread", "log", "checkpoint", "decide"]);

/** Undefined: the file of the one entry that needs it. `root`: of the package. */
export function chunkOf(id: string, graph: Graph, root: string): string | undefined {
  const starts = [...startsOf(id, graph)];
  const parts = new Set(starts.map((start) => partOf(relative(root, start))));
  const [first = "later"] = parts;
  const only = (...names: string[]): boolean => parts.isSubsetOf(new Set(names));
  if (starts.length === 1 && STARTED.has(first)) return undefined;
  if (parts.has("entry")) return "basics";
  if (parts.size === 1) return first;
  if (parts.has("webhook")) return only("webhook", "own", "later") ? "webhook" : "basics";
  // The log's thread loads what a file needs, and nothing of sending.
  if (parts.has("log")) return only("log", "later") ? "file" : "kept";
  // The command of its own reads a config before it does anything, and needs no more of that.
  if (parts.has("own")) return "reading";
  if (parts.has("thread")) return only("thread", "postgres", "later") ? "store" : "language";
  return only("decide", "inbound", "later") && parts.has("decide") ? "requests" : "settings";
}

function partOf(path: string): string {
  return PARTS.find(([pattern]) => pattern.test(path))?.[1] ?? "later";
}

/** The modules that are started or loaded later, and that need this one at once. */
function startsOf(id: string, graph: Graph, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return new Set();
  seen.add(id);
  const { isEntry = false, importers = [], dynamicImporters = [] } = graph.getModuleInfo(id) ?? {};
  const found = new Set(isEntry || dynamicImporters.length > 0 ? [id] : []);
  for (const importer of importers)
    for (const start of startsOf(importer, graph, seen)) found.add(start);
  return found;
}
