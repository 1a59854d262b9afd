import { Readable } from "node:stream";
import { stripVTControlCharacters, styleText } from "node:util";
import { describe, expect, it } from "vitest";
import { openTerminal, type TerminalStreams } from "../../../src/cli/terminal/terminal.ts";

function streams(
  isTTY: boolean,
  env: Record<string, string> = {},
): TerminalStreams & {
  written: { out: string; err: string };
} {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): TerminalStreams["stdout"] => ({
    isTTY,
    columns: 120,
    write: (text: unknown) => {
      written[name] += String(text);
      return true;
    },
  });
  return { stdout: stream("out"), stderr: stream("err"), env, written };
}

/** What is typed, at a terminal. */
function typed(text: string): NodeJS.ReadStream {
  return Object.assign(Readable.from([text]), { isTTY: true }) as unknown as NodeJS.ReadStream;
}

describe("a question", () => {
  it.each([
    ["y\n", true],
    ["YES\n", true],
    ["n\n", false],
    ["\n", false],
    ["", false],
  ])("that is answered with %j", async (text, yes) => {
    const { written, ...given } = streams(true);
    const terminal = openTerminal({ ...given, stdin: typed(text) });
    expect(await terminal.confirm("Delete 3?")).toBe(yes);
    expect(written).toEqual({ out: "", err: "Delete 3? [y/N] " });
  });

  it("is put to nobody where there is no terminal", async () => {
    const { written, ...given } = streams(false);
    expect(await openTerminal({ ...given, stdin: typed("y\n") }).confirm("?")).toBeUndefined();
    expect(await openTerminal(streams(true)).confirm("?")).toBeUndefined();
    expect(written.err).toBe("");
  });
});

describe("the terminal", () => {
  it("colours for a person", () => {
    const { written, ...given } = streams(true);
    const terminal = openTerminal(given);
    terminal.print(terminal.colour("red", "dead"));
    expect(written.out).toBe("\u001b[31mdead\u001b[39m\n");
  });

  it("does not colour for a pipe, and never with NO_COLOR", () => {
    expect(openTerminal(streams(false)).colour("red", "dead")).toBe("dead");
    expect(openTerminal(streams(true, { NO_COLOR: "1" })).colour("red", "dead")).toBe("dead");
  });

  it("is as wide as it is, and 80 columns where nobody says", () => {
    expect(openTerminal(streams(true)).columns).toBe(120);
    expect(openTerminal(streams(false)).columns).toBe(80);
    expect(openTerminal(streams(false, { COLUMNS: "100" })).columns).toBe(100);
  });

  it("is steered by nothing that others wrote; a JSON line means the same", () => {
    const { written, ...given } = streams(true);
    const terminal = openTerminal(given);
    const evil = "a\u001b[2J\u009b31m\u001b[8mb\u202ec\u0007\u007f\r\nd\te\n[2m";
    terminal.print(terminal.colour("red", evil));
    expect(written.out).toBe(
      "\u001b[31ma\\u001b[2J\\u009b31m\\u001b[8mb\\u202ec\\u0007\\u007f\nd\te\n[2m\u001b[39m\n",
    );
    const line = JSON.stringify({ evil });
    written.out = "";
    terminal.print(line);
    expect(written.out).not.toMatch(/[\u0080-\u009f\u007f\u202e]/);
    expect(JSON.parse(written.out)).toEqual({ evil });
  });

  it.each([1, 2, 22, 31, 32, 33, 39])("shows a code of its own in text of others: %i", (code) => {
    const { written, ...given } = streams(true);
    openTerminal(given).print(`a\u001b[${code}mdelivered`);
    expect(written.out).toBe(`a\\u001b[${code}mdelivered\n`);
  });

  it("colours nothing on an error stream that is a file", () => {
    const { written, ...given } = streams(true);
    const stderr = { ...given.stderr, isTTY: false };
    const terminal = openTerminal({ ...given, stderr });
    terminal.notice("no", "red");
    expect(written.err).toBe("no\n");
  });

  it("wraps a long notice for a person, and for nobody else", () => {
    const long = "word ".repeat(30).trim();
    const { written, ...given } = streams(true);
    openTerminal(given).notice(long, "red");
    const lines = written.err.trim().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toBe(
        styleText("red", stripVTControlCharacters(line), { validateStream: false }),
      );
    }
    const piped = streams(false);
    openTerminal(piped).notice(long);
    expect(piped.written.err).toBe(`${long}\n`);
  });

  it("writes answers to stdout and all else to stderr", () => {
    const { written, ...given } = streams(false);
    const terminal = openTerminal(given);
    terminal.progress("1 of 2");
    terminal.notice("No Gateway answers");
    terminal.print("{}");
    expect(written).toEqual({ out: "{}\n", err: "No Gateway answers\n" });
  });

  it("takes a progress line away before the next line", () => {
    const { written, ...given } = streams(true);
    const terminal = openTerminal(given);
    terminal.progress("1 of 2");
    terminal.print("done");
    expect(written.err).toBe("\r\u001b[2K1 of 2\r\u001b[2K");
    expect(written.out).toBe("done\n");
  });
});
