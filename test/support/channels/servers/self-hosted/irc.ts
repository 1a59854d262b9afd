// Debian's ngircd, the genuine server, with a user of its own on a plain socket.
// https://ngircd.barton.de/man/ngircd.conf.5 · https://www.rfc-editor.org/rfc/rfc2812
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { Channel, Shown } from "../../channel.ts";
import { freePort } from "../../../gateway.ts";

const BOT = "clawbot";
const GROUP = "#ops";

export const irc: Channel = {
  id: "irc",
  package: "@openclaw/irc",
  version: "2026.9.5",
  without: { edit: "IRC has no edits" },
  async open({ directory }) {
    const port = await freePort();
    const file = join(directory, "ngircd.conf");
    await writeFile(file, settings(port));
    const server = spawn("ngircd", ["-n", "-f", file], {
      stdio: "ignore",
      env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
    });
    const exited = new Promise<void>((resolve) => server.once("close", () => resolve()));
    const shown: Shown[] = [];
    const watcher = await enter(port, "watcher", () => undefined);
    const hear = (line: string): void => {
      const said = /^:clawbot!\S+ PRIVMSG \S+ :(.*)$/.exec(line)?.[1];
      if (said !== undefined) shown.push({ kind: "text", text: said });
    };
    let ada = await enter(port, "ada", hear);
    return {
      config: {
        enabled: true,
        host: "127.0.0.1",
        port,
        tls: false,
        nick: BOT,
        channels: [GROUP],
        dmPolicy: "open",
        allowFrom: ["*"],
        groupPolicy: "open",
        groups: { [GROUP]: { requireMention: true } },
      },
      shown,
      connected: () => watcher.joined(BOT),
      write: async (text) => ada.say(BOT, text),
      writeInGroup: async (text, mention) => ada.say(GROUP, mention ? `${BOT}: ${text}` : text),
      // Who has left cannot be written to: 401 (No such nick).
      async refuse(refused) {
        if (refused) await ada.quit();
        else ada = await enter(port, "ada", hear);
      },
      async close() {
        await ada.quit();
        await watcher.quit();
        server.kill();
        await exited;
      },
    };
  },
};

function settings(port: number): string {
  return `[Global]
Name = irc.loopback.test
Info = test
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = hello
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 20
[Options]
Ident = no
DNS = no
PAM = no
`;
}

interface User {
  say: (to: string, text: string) => void;
  /** Resolves when somebody of this nick is in the group. */
  joined: (nick: string) => Promise<void>;
  quit: () => Promise<void>;
}

async function enter(port: number, nick: string, hear: (line: string) => void): Promise<User> {
  const socket = await connected(port);
  const present = new Set<string>();
  const waiting = new Map<string, () => void>();
  const came = (who: string): void => {
    present.add(who);
    waiting.get(who)?.();
  };
  let rest = "";
  socket.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("PING")) socket.write(`PONG${line.slice(4)}\r\n`);
      if (/^:\S+ 001 /.test(line)) socket.write(`JOIN ${GROUP}\r\n`);
      const who = /^:([^!]+)!\S+ JOIN /.exec(line)?.[1];
      if (who !== undefined) came(who);
      hear(line);
    }
  });
  const joined = (who: string): Promise<void> =>
    present.has(who)
      ? Promise.resolve()
      : new Promise((resolve) => void waiting.set(who, () => resolve()));
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`);
  await joined(nick);
  return {
    say: (to, text) => void socket.write(`PRIVMSG ${to} :${text}\r\n`),
    joined,
    quit: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve();
        socket.once("close", () => resolve());
        socket.write("QUIT\r\n");
      }),
  };
}

/** The server takes a moment until it listens. */
async function connected(port: number): Promise<Socket> {
  for (let tries = 0; ; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const error = await new Promise<Error | undefined>((resolve) => {
      socket.once("connect", () => resolve(undefined));
      socket.once("error", resolve);
    });
    if (error === undefined) return socket.on("error", () => undefined);
    if (tries === 100) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
