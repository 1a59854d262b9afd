// The package's own command as a process: what it leaves to openclaw, what it says on an old Node, what a shell gets.
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const BIN = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "event-webhooks-own-"));
afterAll(() => rmSync(home, { recursive: true }));

/** In the place of openclaw: says what it was asked, and ends with 7. */
writeFileSync(join(home, "openclaw"), '#!/bin/sh\nprintf "%s|" "$@"\nexit 7\n');
chmodSync(join(home, "openclaw"), 0o755);

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(file: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const plain = { HOME: home, PATH: home, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(file, args, { env: { ...plain, ...env }, cwd: home }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const own = (words: string[], env?: Record<string, string>): Promise<Ended> =>
  run(process.execPath, [BIN, ...words], env);

function configured(name: string, config: object): Record<string, string> {
  const file = join(home, name);
  writeFileSync(file, JSON.stringify(config));
  return { OPENCLAW_CONFIG_PATH: file };
}

describe("openclaw-webhook", { timeout: 60_000 }, () => {
  it.each([
    ["another machine", { gateway: { mode: "remote", remote: { url: "wss://gw.example" } } }],
    ["no right to ask", { gateway: { port: 9 } }],
    ["an include that is not there", { gateway: { $include: "./none.json5" } }],
  ])("leaves to openclaw what only that can ask: %s", async (name, config) => {
    const ended = await own(["list", "--event", "a b"], configured("remote.json", config));
    expect(ended, name).toEqual({ code: 7, stdout: "webhook|list|--event|a b|", stderr: "" });
  });

  it("says what is missing where openclaw is not on the PATH", async () => {
    const env = configured("none.json", { gateway: { port: 9 } });
    const { code, stderr } = await own(["list"], { ...env, PATH: "/nowhere" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot ask this Gateway by itself .* openclaw is not on the PATH/);
  });

  it("reads the log where nothing listens, or something that is no Gateway", async () => {
    const auth = { mode: "token", token: "t" };
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => undefined));
      socket.once("data", () => socket.end("HTTP/1.1 404 No\r\n\r\n"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const elsewhere = await own(["list"], configured("other.json", { gateway: { port, auth } }));
    for (const socket of sockets) socket.destroy();
    server.close();
    const nothing = await own(["list"], configured("other.json", { gateway: { port, auth } }));
    for (const { code, stderr } of [elsewhere, nothing]) {
      expect(code).toBe(1);
      expect(stderr).toContain("No Gateway answers. There is no delivery log at");
    }
  });

  it("takes a profile as the host does", async () => {
    const { stderr } = await own(["--profile", "work", "list"], { OPENCLAW_GATEWAY_TOKEN: "t" });
    expect(stderr).toContain(join(home, ".openclaw-work", "event-webhooks"));
  });

  it("tells its version", async () => {
    expect(await own(["--version"])).toMatchObject({ code: 0, stdout: "0.1.0\n" });
  });

  it("completes in a genuine bash by what the shell is given", async () => {
    const { stdout: words } = await own(["shell", "bash"]);
    const script = `${words}
COMP_WORDS=(openclaw-webhook list --status de); COMP_CWORD=3; _openclaw_webhook
printf '%s\\n' "\${COMPREPLY[@]}"; openclaw-webhook --version`;
    const { stdout } = await run("/bin/bash", ["-c", script]);
    expect(stdout).toBe("delivered\ndead\n0.1.0\n");
  });

  it.each([["tcsh"], ["/x"]])("names the shells that it knows: %s", async (shell) => {
    const { code, stderr } = await own(["shell", shell]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "shell: one of bash, zsh, fish\n" });
  });
});
