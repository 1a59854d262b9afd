// The least that a plugin's route can do: reads the body, answers 200. A second route tells how the
// Gateway's process does, from inside of it. And the least that a plugin's command can do: nothing.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { definePluginEntry } from "openclaw/plugin-sdk/plugin-entry";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");
const delay = monitorEventLoopDelay({ resolution: 1 });

/** CPU time of the thread between two ticks: what it did in one go, whatever else the machine did meanwhile. */
const ticks = { timer: undefined, before: 0, longestMs: 0 };
const threadCpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
function tick() {
  const now = threadCpuMs();
  ticks.longestMs = Math.max(ticks.longestMs, now - ticks.before);
  ticks.before = now;
}

/** What can be asked of the process, by the last part of the path. */
const PROBES = {
  "delay-start": () => {
    delay.reset();
    delay.enable();
    return {};
  },
  "delay-end": () => {
    delay.disable();
    return { p99Ms: delay.percentile(99) / 1e6 };
  },
  "hold-start": () => {
    clearInterval(ticks.timer);
    Object.assign(ticks, { before: threadCpuMs(), longestMs: 0, timer: setInterval(tick, 1) });
    return {};
  },
  "hold-end": () => {
    tick();
    clearInterval(ticks.timer);
    return { longestMs: ticks.longestMs };
  },
  memory: () => {
    collectGarbage();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    return {
      rssMb: rss / 2 ** 20,
      heapUsedMb: heapUsed / 2 ** 20,
      arrayBuffersMb: arrayBuffers / 2 ** 20,
    };
  },
};

export default definePluginEntry({
  id: "bare-route",
  name: "Bare route",
  description:
    "The least that a plugin's route can do, and what the Gateway's process says of itself.",
  register(api) {
    api.registerCli(
      ({ program }) => {
        program.command("bare-command").action(() => {});
      },
      { descriptors: [{ name: "bare-command", description: "Nothing", hasSubcommands: false }] },
    );
    if (api.registrationMode !== "full") return;
    api.registerHttpRoute({
      path: "/bare-route",
      auth: "plugin",
      match: "exact",
      async handler(request, response) {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ bytes: Buffer.concat(chunks).length }));
        return true;
      },
    });
    api.registerHttpRoute({
      path: "/bare-route-probe",
      auth: "plugin",
      match: "prefix",
      async handler(request, response) {
        const probe = PROBES[request.url.split("/").at(-1)];
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(probe()));
        return true;
      },
    });
  },
});
