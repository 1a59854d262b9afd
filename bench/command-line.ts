// What `openclaw webhook list` takes beside a command of the host, beside a plugin's command that does nothing, and
// beside the package's own command. All four run against one Gateway, in turns, so that they meet the same state of the machine.
import { fileURLToPath } from "node:url";
import { createHost, hostConfig, type CommandResult, type Host } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { installPlugin } from "../test/support/packed-plugin.ts";
import { report } from "./report.ts";

const BARE_PLUGIN = fileURLToPath(new URL("bare-route-plugin", import.meta.url));

/** The name of a figure, and the command that it measures. */
const COMMANDS: Record<string, string[]> = {
  hooksListMs: ["hooks", "list"],
  webhookListMs: ["webhook", "list"],
  bareCommandMs: ["bare-command"],
};
/** The package's own command, started as a file of Node. */
const OWN = { figure: "ownListMs", words: ["list"] };

// The packed plugin, and how often each command runs; the first time is not counted.
const [tarball = "", turns = "5"] = process.argv.slice(2);

async function timed(host: Host, command: string[]): Promise<number> {
  return timedRun(`openclaw ${command.join(" ")}`, () => host.run(command));
}

async function timedRun(name: string, run: () => Promise<CommandResult>): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await run();
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}`);
  return performance.now() - started;
}

/** Where the host installed it, as it tells a shell. */
async function ownCommand(host: Host): Promise<string> {
  const { stdout } = await host.run(["webhook", "shell", "bash"]);
  const path = /'([^']+\/dist\/bin\.js)'/.exec(stdout)?.[1];
  if (path === undefined) throw new Error(`no path in ${stdout}`);
  return path;
}

async function inTurns(host: Host): Promise<Record<string, number>> {
  const own = await ownCommand(host);
  const figures = [...Object.keys(COMMANDS), OWN.figure];
  const times = new Map(figures.map((figure) => [figure, [] as number[]]));
  for (let turn = 0; turn <= Number(turns); turn += 1) {
    for (const [figure, command] of Object.entries(COMMANDS)) {
      const ms = await timed(host, command);
      if (turn > 0) times.get(figure)?.push(ms);
    }
    const ms = await timedRun("openclaw-webhook", () => host.runScript(own, OWN.words));
    if (turn > 0) times.get(OWN.figure)?.push(ms);
  }
  const median = (all: number[]): number =>
    all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? NaN;
  return Object.fromEntries([...times].map(([figure, all]) => [figure, median(all)]));
}

async function withGateway(): Promise<void> {
  const model = await startModelServer();
  const host = await createHost({ modelBaseUrl: model.baseUrl });
  try {
    await installPlugin(host, tarball);
    await host.writeConfig({
      ...hostConfig({ modelBaseUrl: model.baseUrl }, host.directory, host.port, host.token),
      plugins: {
        allow: ["event-webhooks", "bare-route"],
        load: { paths: [BARE_PLUGIN] },
        entries: { "event-webhooks": { enabled: true }, "bare-route": { enabled: true } },
      },
    });
    await host.start();
    report(await inTurns(host));
  } finally {
    await host.dispose();
    await model.close();
  }
}

await withGateway();
