// The log of a file in the shared one: all of it, once, whenever it was broken off, and nothing of it in both.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyLog } from "../../src/engine/store/copy/copy.ts";
import type { CopyReport, Progress } from "../../src/engine/store/copy/report.ts";
import { openSqliteReader, openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import { fillLog } from "../support/full-log.ts";
import { eventOf } from "../support/engine-fixture.ts";
import { requestId, sampleRequest } from "../support/inbox-samples.ts";
import { readWholeLog, type LogAsRead } from "../support/log-as-read.ts";
import { postgresIsThere, postgresUrl } from "../support/postgres-log.ts";
import { startReceiver } from "../support/receiver.ts";
import { createEngineRoom, localEndpoint } from "../support/running-engine.ts";
import { sharedSchema, type SharedSchema } from "../support/shared-schema.ts";
import { temporaryLog } from "../support/sqlite-log.ts";
import {
  arrivals,
  deliveryId,
  group,
  sampleDelivery,
  sampleEvent,
} from "../support/store-samples.ts";

const run = promisify(execFile);
const QUARTER = 15 * 60_000;
const base = Math.floor((Date.now() - 4 * 3_600_000) / QUARTER) * QUARTER;
const span = { from: base, to: base + 5 * 3_600_000 };
const copier = join(import.meta.dirname, "../support/log-copier.ts");

describe.skipIf(!(await postgresIsThere()))("a file's log in the shared one", () => {
  let shared: SharedSchema;
  let path: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    shared = sharedSchema();
    ({ path, remove } = await temporaryLog());
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await fillLog(store, base);
    await store.close();
  });
  afterEach(async () => {
    await shared.drop();
    await remove();
  });

  const copy = (progress: Progress[] = [], rows = 500): Promise<CopyReport> =>
    copyLog({
      path,
      url: postgresUrl,
      schema: shared.schema,
      instance: "node-1",
      bounds: { rows, bytes: 4_000_000 },
      onProgress: (told) => void progress.push(told),
    });
  const readFile = async (file: string): Promise<LogAsRead> => {
    const reader = openSqliteReader({ path: file });
    const read = await readWholeLog(reader, span);
    await reader.close();
    return read;
  };
  const tables = ({ counts }: CopyReport) =>
    counts.map(({ part, inFile, copied, there, leftOut, inShared }) => [
      part,
      inFile,
      copied,
      there,
      leftOut,
      inShared,
    ]);

  it("is the same to whoever reads it", async () => {
    const report = await copy();
    const copied = await readWholeLog(shared.open("node-1"), span);
    expect(copied).toEqual(await readFile(report.keptAs));
    expect(copied.deliveries).toHaveLength(16);
    expect(copied.requests).toHaveLength(17);
  });

  it("is counted on both sides", async () => {
    const report = await copy();
    expect(tables(report)).toEqual([
      ["events", 16, 16, 0, 0, 16],
      ["deliveries", 16, 16, 0, 0, 16],
      ["attempts", 11, 11, 0, 0, 11],
      ["requests", 17, 17, 0, 0, 17],
      ["names", 14, 13, 0, 1, undefined],
      ["sessions", 2, 2, 0, 0, undefined],
      ["figures", 6, 6, 0, 0, undefined],
      ["endpoints", 2, 2, 0, 0, undefined],
    ]);
    expect(report).toMatchObject({
      secrets: ["asana"],
      waiting: { deliveries: 10, requests: 8 },
    });
    expect(report).not.toHaveProperty("doneBefore");
  });

  it("tells how far it is, to the end", async () => {
    const progress: Progress[] = [];
    await copy(progress, 3);
    const { total = 0 } = progress[0] ?? {};
    const done = progress.map((each) => each.done);
    expect(done).toEqual(done.toSorted((one, other) => one - other));
    expect(done.length).toBeGreaterThan(10);
    expect(done.at(-1)).toBe(total);
  });

  it("leaves an empty place where the file was, so that nothing of it is sent from there", async () => {
    const { keptAs } = await copy();
    expect(dirname(keptAs)).toBe(dirname(path));
    expect(readdirSync(dirname(path)).toSorted()).toEqual([
      `${basename(path)}-owner`,
      basename(keptAs),
    ]);
    const store = openSqliteStore({ path, onNotice: () => undefined });
    expect(await store.stats()).toMatchObject({ pending: 0, failed: 0, events: 0 });
    await store.close();
    await expect(copy()).resolves.toMatchObject({ waiting: { deliveries: 0, requests: 0 } });
  });

  it("is the same after a kill at every step, and nothing of it is there twice", async () => {
    let kills = 0;
    for (let dieAt = 1; existsSync(path); dieAt += 1) {
      try {
        await run(process.execPath, [copier, path, shared.schema, "2", String(dieAt)]);
      } catch (error) {
        expect(error).toMatchObject({ signal: "SIGKILL" });
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThan(20);
    const [keptAs = ""] = readdirSync(dirname(path)).filter((file) => file.includes("migrated"));
    const copied = await readWholeLog(shared.open("node-1"), span);
    expect(copied).toEqual(await readFile(join(dirname(path), keptAs)));
    expect(copied.stats).toMatchObject({
      events: 16,
      pending: 8,
      failed: 2,
      delivered: 3,
      dead: 3,
    });
  }, 120_000);

  describe("what waits in it", () => {
    const claim = (instance: string, endpoint = "main", limit = 10, inOrder = true) =>
      shared.open(instance).claim({ endpoint, now: Date.now(), limit, leaseMs: 30_000, inOrder });

    it("is claimed by another Gateway, the oldest of a session first", async () => {
      await copy();
      const claims = await claim("node-2");
      expect(claims.map(({ delivery }) => delivery.id).toSorted()).toEqual([4, 10].map(deliveryId));
      await shared.open("node-2").retry([deliveryId(5)], Date.now());
      expect((await claim("node-2")).map(({ delivery }) => delivery.id)).toEqual([deliveryId(5)]);
    });

    it("goes before what a Gateway has captured here of the same session", async () => {
      const { path: other, remove: removeOther } = await temporaryLog();
      await mkdir(dirname(other), { recursive: true });
      const store = openSqliteStore({ path: other, onNotice: () => undefined });
      await store.close();
      // The schema is there by a first copy of nothing.
      await copyLog({
        path: other,
        url: postgresUrl,
        schema: shared.schema,
        instance: "node-2",
        onProgress: () => undefined,
      });
      await removeOther();
      await shared.open("node-2").commit({
        ...group({ now: Date.now() }),
        events: [sampleEvent(90), sampleEvent(91)],
        deliveries: [90, 91].map((number) => sampleDelivery(number, { lane: "session-1" })),
      });
      await copy();
      const ids = async () => (await claim("node-2")).map(({ delivery }) => delivery.id).toSorted();
      expect(await ids()).toEqual([4, 10].map(deliveryId));
    });

    it("is read from its feed in its order, behind what is unread there, and a loss is told", async () => {
      await copy();
      const store = shared.open("node-2");
      const page = await store.readFeed({
        endpoint: "notebook",
        after: 0,
        limit: 9,
        maxBytes: 1e6,
      });
      expect(page.entries.map(({ delivery }) => delivery.id)).toEqual([33, 34, 35].map(deliveryId));
      expect(page.lost).toBeGreaterThan(0);
      expect(page.lost).toBeLessThan(page.entries[0]?.position ?? 0);
      expect(await store.feedStanding("notebook")).toMatchObject({ acknowledged: 0, waiting: 3 });
    });

    it("runs where it was taken in, and what had begun is not begun by another", async () => {
      await copy();
      const claimed = async (instance: string) =>
        (
          await shared.open(instance).inbox.claimRuns({ now: Date.now(), limit: 100, leaseMs: 1 })
        ).map(({ request, restarted }) => [request.id, restarted]);
      expect(await claimed("node-2")).not.toContainEqual([requestId(3), true]);
      expect(await claimed("node-1")).toContainEqual([requestId(3), true]);
    });

    it("is known again when its sender repeats it", async () => {
      await copy();
      const again = { dedupeKeys: ["body:2"], receivedAt: Date.now() };
      const [answer] = await shared.open("node-2").inbox.accept([sampleRequest(99, again)], 100);
      expect(answer).toEqual({ kind: "duplicate", of: requestId(2), status: "failed" });
    });
  });

  it("adds to what this Gateway has counted there, and to nothing that another one says", async () => {
    await copy();
    const totals = await shared.open("node-1").totals();
    expect(
      totals.map(({ endpoint, delivered, failed, dead }) => [endpoint, delivered, failed, dead]),
    ).toEqual([
      ["gone", 0, 1, 1],
      ["main", 2, 6, 1],
      ["notebook", 1, 1, 1],
    ]);
    const others = await shared.open("node-2").totals();
    expect(others.reduce((sum, { delivered, failed }) => sum + delivered + failed, 0)).toBe(0);
  });

  it("takes what a Gateway made of the file after a copy was broken off", async () => {
    // Broken off in the middle of what waits, when the history is there.
    const broken = new Error("broken off");
    await expect(
      copyLog({
        path,
        url: postgresUrl,
        schema: shared.schema,
        instance: "node-1",
        bounds: { rows: 2, bytes: 1e6 },
        onProgress({ part, done, total }) {
          if (part === "deliveries" && done > total * 0.7) throw broken;
        },
      }),
    ).rejects.toThrow(broken);
    expect(await shared.open("node-2").stats()).toMatchObject({ pending: 0, failed: 0 });
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await store.retry([deliveryId(2)], Date.now());
    await store.commit({ ...arrivals([40]), now: Date.now() });
    await store.close();
    const { keptAs } = await copy();
    expect(await readWholeLog(shared.open("node-1"), span)).toEqual(await readFile(keptAs));
    expect(await shared.open("node-1").show(deliveryId(2))).toMatchObject({
      delivery: { status: "pending", attempts: 1 },
    });
  });

  it("is sent by an engine on the shared log, each event once, and nothing that had arrived", async () => {
    const room = createEngineRoom();
    let isUp = false;
    const receiver = await startReceiver(() => ({ status: isUp ? 204 : 503 }));
    const endpoint = localEndpoint(receiver.url, {
      retry: { kind: "schedule", delaysMs: Array.from({ length: 100 }, () => 200) },
    });
    const filling = room.start([endpoint]);
    const events = Array.from({ length: 20 }, () => eventOf());
    for (const event of events) filling.client.capture(event);
    await filling.until(({ failed }) => failed > 0);
    await filling.client.stop(2000);
    ({ path } = filling);
    await copy();
    isUp = true;
    const before = receiver.requests.length;
    const store = { url: postgresUrl, schema: shared.schema };
    const { until } = room.start([endpoint], { path, settings: { store, instanceId: "node-2" } });
    await until(({ delivered }) => delivered === events.length);
    const ids = receiver.requests.slice(before).map(({ headers }) => String(headers["webhook-id"]));
    expect(ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
    await room.clean();
    await receiver.close();
  });

  describe("is refused", () => {
    const refusal = async (): Promise<string> => {
      try {
        await copy();
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
      return "";
    };

    it("while a Gateway has the file open", async () => {
      const store = openSqliteStore({ path, onNotice: () => undefined });
      expect(await refusal()).toBe(
        `${path}: a Gateway has it open. Set \`store\` in its settings and restart it, or stop it; then run this again`,
      );
      await store.close();
    });

    it("where there is no file", async () => {
      path = `${path}-none`;
      expect(await refusal()).toBe(`there is no log at ${path}: nothing to copy`);
    });

    it("for a schema of a newer and of an older format", async () => {
      await copy();
      const { schema, connection } = shared;
      const store = openSqliteStore({ path, onNotice: () => undefined });
      await store.close();
      await connection.ask("UPDATE format SET version = 99");
      expect(await refusal()).toContain(`the schema ${schema} has format 99`);
      await connection.ask("UPDATE format SET version = 0.4::integer + 1");
      const { formatVersion } =
        await import("../../src/engine/store/postgres/server/migrations.ts");
      if (formatVersion > 1) expect(await refusal()).toContain("has the older format 1");
    });

    it("while another copy goes on, of this file or into this schema", async () => {
      const { path: other, remove: removeOther } = await temporaryLog();
      const store = openSqliteStore({ path: other, onNotice: () => undefined });
      await store.close();
      const options = {
        url: postgresUrl,
        schema: shared.schema,
        instance: "node-1",
        bounds: { rows: 1, bytes: 1e6 },
      };
      const seconds: Promise<unknown>[] = [];
      const second = (ofPath: string): Promise<unknown> =>
        copyLog({ ...options, path: ofPath, onProgress: () => undefined }).catch(
          (error: Error) => error.message,
        );
      await copyLog({
        ...options,
        path,
        onProgress() {
          if (seconds.length === 0) seconds.push(second(path), second(other));
        },
      });
      expect(await Promise.all(seconds)).toEqual([
        `${path}: another \`store migrate\` is copying it at this moment`,
        `another \`store migrate\` is copying into the schema ${shared.schema} at this moment; run this again when it is done`,
      ]);
      await removeOther();
    });
  });
});
