// Limits of routes in the genuine Gateway, before a model that does what it reads: they hold whatever the route's
// name looks like, whatever becomes of the route, and whichever way a tool is asked for.
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Gateway } from "../../support/gateway.ts";
import type { ModelAnswer } from "../../support/model-server.ts";
import type { Received } from "../../support/verifying-receiver.ts";
import { createStage, type Stage } from "../../support/stage.ts";

let stage: Stage;
let gateway: Gateway;

/** The host keeps most of its tools back and lets them be called through a carrier. */
function carried(id: string, args: object): ModelAnswer {
  return { tool: "tool_call", args: { id, args } };
}

/** What the route's text asks for. */
const OBEYED: Readonly<Record<string, ModelAnswer>> = {
  "run-exec": { tool: "exec", args: { command: "echo canary" } },
  "run-carried": carried("session_status", {}),
  "run-carried-exec": carried("exec", { command: "echo canary" }),
  "run-spawn": carried("sessions_spawn", { task: "run-exec" }),
  "run-send": carried("sessions_send", { sessionKey: "agent:main:main", message: "run-exec" }),
  "run-teach": carried("skill_workshop", { action: "list" }),
};

const route = (word: string, tools?: object): object => ({
  agentId: "alert-handler",
  template: word,
  response: { mode: "wait", timeoutMs: 60_000 },
  ...(tools && { tools }),
});

const ROUTES = {
  Deploy: route("run-exec", { allow: [] }),
  denied: route("run-exec", { deny: ["EXEC"] }),
  aliased: route("run-exec", { deny: ["bash"] }),
  grouped: route("run-exec", { deny: ["group:runtime"] }),
  carried: route("run-carried", { allow: ["session_status"] }),
  "carried-exec": route("run-carried-exec", { deny: ["exec"] }),
  spawning: route("run-spawn", { deny: ["exec"] }),
  sending: route("run-send", { deny: ["exec"] }),
  teaching: route("run-teach", { deny: ["exec"] }),
  free: route("run-exec"),
  "free-spawn": route("run-spawn"),
  "free-send": route("run-send"),
};

const configure = (routes: object): Promise<void> =>
  stage.configure({
    endpoints: [stage.endpoint({ events: ["inbound.*", "tool.completed"] })],
    inbound: { concurrency: 1, endpoints: routes },
  });

const post = async (name: string): Promise<{ id: string; status: string }> => {
  const answer = await fetch(`http://127.0.0.1:${stage.host.port}/webhooks/inbound/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ n: Math.random() }),
  });
  return (await answer.json()) as { id: string; status: string };
};

/** What the model was told of the tool that it asked for last. */
const toolResults = (): string[] =>
  (stage.model.requests.at(-1)?.messages ?? [])
    .filter(({ role }) => role === "tool")
    .map(({ content }) => JSON.stringify(content));

const REFUSED = /may not be used here/;

beforeAll(async () => {
  stage = await createStage(inject("tarball"));
  stage.model.script((text, toolDone) => {
    const word = Object.keys(OBEYED).find((one) => new RegExp(`\\b${one}(?![-\\w])`).test(text));
    return toolDone || word === undefined ? { text: "done" } : (OBEYED[word] ?? { text: "done" });
  });
  await configure(ROUTES);
  gateway = await stage.host.start();
});
afterAll(() => stage.dispose());

describe("a run's tools", () => {
  it("are free where the route says nothing", async () => {
    expect(await post("free")).toMatchObject({ status: "completed" });
    expect(toolResults()).toEqual([expect.stringContaining("canary")]);
  });

  it.each([["Deploy"], ["deploy"], ["denied"], ["aliased"], ["grouped"], ["carried-exec"]])(
    "are held to the limits of %s",
    async (name) => {
      expect(await post(name)).toMatchObject({ status: "completed" });
      expect(toolResults()).toEqual([expect.stringMatching(REFUSED)]);
    },
  );

  it.each([["spawning"], ["sending"], ["teaching"]])(
    "open no door to another session: %s",
    async (name) => {
      expect(await post(name)).toMatchObject({ status: "completed" });
      expect(toolResults()).toEqual([expect.stringMatching(/starts work in another session/)]);
    },
  );

  it("may be carried where they are allowed", async () => {
    expect(await post("carried")).toMatchObject({ status: "completed" });
    expect(toolResults()).toEqual([expect.not.stringMatching(REFUSED)]);
  });
});

it("sessions of ours name the hops, whatever the route's name looks like", async () => {
  const { id } = await post("Deploy");
  await stage.receiver.until(() =>
    stage.receiver.received.some(
      ({ event }) => (event.data["request"] as { id?: string } | undefined)?.id === id,
    ),
  );
  const completed = stage.receiver.received.findLast(
    ({ event }) => (event.data["request"] as { id?: string } | undefined)?.id === id,
  );
  expect(completed?.headers["x-openclaw-hops"]).toBe("1");
});

it("what a run starts in another session names the hops, too", async () => {
  const from = stage.receiver.received.length;
  expect(await post("free-spawn")).toMatchObject({ status: "completed" });
  const isChild = ({ event }: Received): boolean =>
    String(event.data["sessionKey"]).includes(":subagent:");
  const isLast = (one: Received): boolean => isChild(one) && one.event.type === "tool.completed";
  await stage.receiver.until((all) => all.slice(from).some(isLast), 60_000);
  const ofChild = stage.receiver.received.slice(from).filter(isChild);
  expect(ofChild.map(({ headers }) => headers["x-openclaw-hops"])).toEqual(ofChild.map(() => "1"));
});

it("what was accepted keeps its limits when its route is gone", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const asked = stage.model.requests.length;
  const ended = (): number =>
    new Set(
      stage.receiver.received
        .filter(({ event }) => event.type === "inbound.completed")
        .map(({ event }) => event.id),
    ).size;
  const before = ended();
  stage.model.delay(held);
  // The first run hangs in the model, the second waits behind it. Who waits for an answer loses it with the route.
  const answers = Promise.allSettled([post("Deploy"), post("Deploy")]);
  await stage.model.asked(asked + 1);
  await configure({ free: route("run-exec") });
  await gateway.logged("config hot reload applied");
  stage.model.delay(Promise.resolve());
  release();
  await stage.receiver.until(() => ended() >= before + 2, 120_000);
  const ran = stage.receiver.received.filter(
    ({ event }) =>
      event.type === "tool.completed" &&
      String(event.data["sessionKey"]).includes(":webhook:deploy") &&
      (event.data["tool"] as { success?: boolean }).success === true,
  );
  expect(ran.map(({ event }) => event.data["tool"])).toEqual([]);
  await answers;
});
