// Entry of the thread that decides about requests. It holds the routes of the settings it was started with, does
// one work after the other, and may be ended at any moment: nothing here is kept and nothing is stored.
import { parentPort, workerData } from "node:worker_threads";
import type { Step } from "../../engine/inbox/inbox.ts";
import { compileRoute, type CompiledRoute } from "../decision/compile-route.ts";
import { judge } from "../decision/judge.ts";
import { contentFrom } from "../request/request-content.ts";
import { replayRequest } from "../decision/request-replay.ts";
import { verify } from "../proof/verify.ts";
import {
  noteStep,
  placeOf,
  type Block,
  type FromThread,
  type ThreadData,
  type Work,
} from "./messages.ts";

const { routes, progress } = workerData as ThreadData;
const compiled = new Map<string, CompiledRoute>();

/** Compiled when it is first asked for. */
function routeNamed(name: string): CompiledRoute {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const route = routes.find((each) => each.name === name);
  const compilation = route && compileRoute(route);
  if (compilation?.ok !== true) throw new Error(`there is no route "${name}"`);
  compiled.set(name, compilation.compiled);
  return compilation.compiled;
}

function done(work: Work, route: CompiledRoute): { value: unknown; blocks: Block[] } {
  const blocks: Block[] = [];
  const wrap = (...block: Block): string => placeOf(blocks.push(block) - 1);
  const begins = (step: Step): void => noteStep(progress, step);
  begins("authenticity");
  const common = { compiled: route, wrap, begins };
  switch (work.name) {
    case "verify":
      return { value: verify(work.request, work.auth, work.now), blocks };
    case "judge":
      return {
        value: judge({ ...common, id: work.id, request: work.request }, work.proof),
        blocks,
      };
    case "replay": {
      const { id, stored, now } = work;
      return { value: replayRequest({ ...common, id, stored, now }), blocks };
    }
    case "gather": {
      if (route.words.mode !== "agent") throw new Error("only words for an agent are gathered");
      begins("prompt");
      const requests = work.contents.map((kept) => contentFrom(kept));
      const gathered = { requests, superseded: work.superseded };
      return { value: route.words.prompt.render(gathered, wrap), blocks };
    }
    case "answer": {
      begins("prompt");
      const value = route.answer.words?.render(contentFrom(work.content), work.told);
      return { value: value ?? { ok: false, error: "the route has no answer" }, blocks };
    }
  }
}

function main(): void {
  const port = parentPort;
  if (!port) throw new Error("decide-thread.ts is the entry of a worker thread");
  const post = (message: FromThread): void => port.postMessage(message);
  port.on("message", (work: Work) => {
    try {
      const route = routeNamed(work.route);
      post({ kind: "begun" });
      post({ kind: "answer", ...done(work, route) });
    } catch (error) {
      post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  });
  post({ kind: "ready" });
}

main();
