// A proxy that nobody answers at, by real sockets: what the endpoint behind it is said to be, and what it is not.
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { eventOf } from "../support/engine-fixture.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";

const room = createEngineRoom();
afterEach(() => room.clean());

/** A port of this machine at which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("blocks its endpoint, which is neither parked nor slowed, and is named in the log", async () => {
  const port = await closedPort();
  const peer = `127.0.0.1:${port}`;
  const { client, until, notices } = room.start([
    localEndpoint("http://127.0.0.1:9/", {
      proxy: { url: `http://${peer}`, resolve: "here" },
      concurrency: 4,
    }),
  ]);
  await client.configured();
  for (let count = 0; count < 8; count += 1) client.capture(eventOf());
  // Five attempts each: the schedule is used up as it is, with no pause of the endpoint's.
  await until(({ dead }) => dead === 8);
  const { endpoints } = await client.call("health", []);
  const reason = expect.stringMatching(
    new RegExp(`^proxy ${peer}: connection refused: check that the proxy runs`),
  );
  expect(endpoints).toMatchObject([
    { endpoint: "main", state: "blocked", reason, concurrency: { now: 4, max: 4 } },
  ]);
  expect(endpoints[0]).not.toHaveProperty("failingSince");
  expect(notices).toEqual([
    expect.stringMatching(/^endpoint "main" is blocked: proxy .*; its receiver is not to blame/),
  ]);
});
