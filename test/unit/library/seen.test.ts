// One contract for what remembers ids, before SQLite and Redis themselves.
import { DatabaseSync } from "node:sqlite";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { memorySeen } from "../../../packages/openclaw-webhooks/src/seen/memory.ts";
import { redisSeen } from "../../../packages/openclaw-webhooks/src/seen/redis.ts";
import { sqliteSeen } from "../../../packages/openclaw-webhooks/src/seen/sqlite.ts";
import { freePort, hasPrograms, startProgram } from "../../support/program.ts";

const WEEK = 7 * 86_400_000;
const MAKERS = [
  { name: "memory", make: memorySeen },
  {
    name: "sqlite",
    make: (options: { now: () => number }) => sqliteSeen(new DatabaseSync(":memory:"), options),
  },
];

describe.each(MAKERS)("$name", ({ make }) => {
  it("gives an id to one, until it is handled, and then says so for a week", async () => {
    let now = 1000;
    const seen = make({ now: () => now });
    expect([await seen.begin("a"), await seen.begin("a"), await seen.begin("b")]).toEqual([
      "new",
      "running",
      "new",
    ]);
    await seen.end("a", true);
    expect([await seen.begin("a"), await seen.begin("b")]).toEqual(["done", "running"]);
    now += WEEK - 1;
    expect(await seen.begin("a")).toBe("done");
    now += 1;
    expect(await seen.begin("a")).toBe("new");
  });

  it("forgets what failed", async () => {
    const seen = make({ now: () => 1000 });
    await seen.begin("a");
    await seen.end("a", false);
    expect(await seen.begin("a")).toBe("new");
  });

  it("gives an id to another when its handler has not ended in five minutes", async () => {
    let now = 1000;
    const seen = make({ now: () => now });
    await seen.begin("a");
    now += 299_999;
    expect(await seen.begin("a")).toBe("running");
    now += 1;
    expect([await seen.begin("a"), await seen.begin("a")]).toEqual(["new", "running"]);
  });
});

it("keeps no more ids in memory than it may", async () => {
  const seen = memorySeen({ maxIds: 2 });
  for (const id of ["a", "b", "c"]) {
    await seen.begin(id);
    await seen.end(id, true);
  }
  expect([await seen.begin("c"), await seen.begin("b"), await seen.begin("a")]).toEqual([
    "done",
    "done",
    "new",
  ]);
});

it("keeps no rows in SQLite that have run out", async () => {
  let now = 1000;
  const database = new DatabaseSync(":memory:");
  const seen = sqliteSeen(database, { now: () => now });
  for (const id of ["a", "b"]) {
    await seen.begin(id);
    await seen.end(id, true);
  }
  now += WEEK;
  await seen.begin("c");
  expect(database.prepare("SELECT id FROM webhooks_seen").all()).toEqual([{ id: "c" }]);
});

// Its clock is its own: what is asked for here is how long it keeps a key.
it.skipIf(!hasPrograms("redis-server"))("does the same in Redis", async () => {
  const port = await freePort();
  const args = ["--port", String(port), "--save", "", "--appendonly", "no"];
  const server = await startProgram("redis-server", args, port);
  const redis = new Redis({ port });
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const seen = redisSeen((name, ...rest) => redis.call(name, ...rest));
  const keptFor = async (): Promise<number> => redis.pttl("webhooks:seen:a");
  const isAbout = (expected: number, kept: number): boolean =>
    kept <= expected && kept > expected - 60_000;

  expect([await seen.begin("a"), await seen.begin("a"), await seen.begin("b")]).toEqual([
    "new",
    "running",
    "new",
  ]);
  expect(isAbout(300_000, await keptFor())).toBe(true);
  await seen.end("a", true);
  expect([await seen.begin("a"), await seen.begin("b")]).toEqual(["done", "running"]);
  expect(isAbout(WEEK, await keptFor())).toBe(true);
  await seen.end("a", false);
  expect(await seen.begin("a")).toBe("new");
});
