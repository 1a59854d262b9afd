import { describe, expect, it } from "vitest";
import { DOORS } from "../../../src/inbound/tools/host-tools.ts";
import {
  compileToolPolicy,
  toolLimitProblems,
  type ToolLimits,
} from "../../../src/inbound/tools/tool-policy.ts";

const ASKED = ["exec", "bash", "EXEC", "process", "read", "session_status", "my_plugin__do"];
const allowed = (limits: ToolLimits): string[] => {
  const policy = compileToolPolicy(limits);
  return ASKED.filter((name) => policy(name) === undefined);
};

describe("the tools of a run", () => {
  it.each<[string, ToolLimits, string[]]>([
    ["nothing", { allow: [] }, []],
    ["all but one", { deny: ["exec"] }, ["process", "read", "session_status", "my_plugin__do"]],
    ["an alias", { deny: ["bash"] }, ["process", "read", "session_status", "my_plugin__do"]],
    ["another case", { deny: [" EXEC"] }, ["process", "read", "session_status", "my_plugin__do"]],
    ["a group", { deny: ["group:runtime"] }, ["read", "session_status", "my_plugin__do"]],
    ["a group in capitals", { allow: ["GROUP:FS"] }, ["read"]],
    ["a glob", { deny: ["*e*c"] }, ["process", "read", "session_status", "my_plugin__do"]],
    ["everything", { deny: ["*"] }, []],
    ["plugins", { allow: ["group:plugins"] }, ["my_plugin__do"]],
    ["both", { allow: ["*"], deny: ["group:runtime", "my_plugin__*"] }, ["read", "session_status"]],
  ])("are limited by %s", (_name, limits, expected) => {
    expect(allowed(limits)).toEqual(expected);
  });

  it("may be carried, and code that carries them is code", () => {
    const policy = compileToolPolicy({ allow: ["session_status"] });
    const carriers = ["tool_search", "tool_describe", "tool_call", "tool_search_code"];
    expect(carriers.filter((name) => policy(name) === undefined)).toEqual(carriers.slice(0, 3));
    expect(compileToolPolicy({ allow: ["exec"] })("tool_search_code")).toBeUndefined();
  });

  it("open no door to where the limit does not hold, whatever is allowed", () => {
    const policy = compileToolPolicy({ allow: ["*"] });
    expect([...DOORS].filter((name) => policy(name) === undefined)).toEqual([]);
    expect(policy("cron")).toBe(
      "it starts work in another session, where the limits of this one do not hold",
    );
  });
});

describe("names of tools", () => {
  it("are taken where the host knows them, or may know them while it runs", () => {
    const names = ["exec", "bash", "group:runtime", "group:plugins", "*", "web_*", "github__issue"];
    expect(toolLimitProblems({ allow: names, deny: names })).toEqual([]);
  });

  it("are a problem where they would limit nothing", () => {
    expect(
      toolLimitProblems({
        allow: ["sessions_spawn", "CRON"],
        deny: ["exce", "group:runtme", "", "no name"],
      }),
    ).toEqual([
      `tools.allow[0]: "sessions_spawn" starts work in another session, where this limit does not hold; a route that limits tools cannot allow it`,
      `tools.allow[1]: "automations" starts work in another session, where this limit does not hold; a route that limits tools cannot allow it`,
      `tools.deny[0]: the host has no tool "exce" (did you mean "exec"?)`,
      `tools.deny[1]: the host has no group "group:runtme" (did you mean "group:runtime"?)`,
      `tools.deny[2]: "" is no name of a tool`,
      `tools.deny[3]: "no name" is no name of a tool`,
    ]);
  });
});
