import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { endpointMark, deliveryId } from "../../src/engine/ids.ts";
import { openSqliteStore } from "../../src/engine/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/engine/store/store.ts";
import { endpointOf, eventOf, reply } from "../support/engine-fixture.ts";
import { startInlineEngine } from "../support/inline-engine.ts";
import { createManualClock } from "../support/manual-clock.ts";

const BACKLOG = 100_000;
const GROUP = 5000;

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-isolation-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** One event each, that nobody has tried yet. */
async function fill(store: Store, endpoint: string, now: number): Promise<void> {
  const mark = endpointMark(endpoint);
  for (let done = 0; done < BACKLOG; done += GROUP) {
    const events = Array.from({ length: GROUP }, () => eventOf({ type: "tool.called" }));
    const deliveries = events.map(({ id }) => ({
      id: deliveryId(id, mark),
      eventId: id,
      endpoint,
    }));
    await store.commit({ now, events, deliveries, settlements: [] });
  }
}

describe(`an endpoint with ${BACKLOG} pending deliveries`, () => {
  it("delays no other's first: that one goes with the commit of its event", async () => {
    const clock = createManualClock();
    const store = openSqliteStore({
      path: join(directory, "log.sqlite"),
      onNotice: () => undefined,
    });
    await fill(store, "crowded", clock.now());

    const steps: string[] = [];
    const watched: Store = {
      ...store,
      commit: (group) => {
        steps.push(group.events.length > 0 ? "commit of an event" : "commit of answers");
        return store.commit(group);
      },
      claim: (query) => {
        steps.push(`claim of ${query.endpoint}`);
        return store.claim(query);
      },
    };
    const { engine, transport } = await startInlineEngine({
      endpoints: [
        endpointOf({ name: "crowded", events: ["tool.called"] }),
        endpointOf({ name: "other", url: "https://other.example/", events: ["message.sent"] }),
      ],
      store: watched,
      clock,
      script({ url }) {
        const isOther = url.includes("other");
        steps.push(isOther ? "sent to other" : "sent to crowded");
        return isOther ? reply(200) : undefined;
      },
    });
    await clock.settle();
    const busy = [...transport.sent];
    expect(busy).toHaveLength(4);

    // Its answers come in the same breath: their commits, and what follows them, compete with the event.
    const from = steps.length;
    const captured = engine.capture([eventOf({ type: "message.sent" })]);
    for (const { answer } of busy) answer(reply(200));
    await clock.advance(50);
    await captured;
    const after = steps.slice(from);
    const sent = after.indexOf("sent to other");
    expect(sent).toBeGreaterThan(after.indexOf("commit of an event"));
    const before = after.slice(0, sent);
    expect(before.filter((step) => step === "sent to crowded").length).toBeLessThanOrEqual(4);
    expect(before.filter((step) => step.startsWith("claim of")).length).toBeLessThanOrEqual(1);
    expect((await engine.stats()).pending).toBeGreaterThan(BACKLOG - 100);
    const stopped = engine.stop(100);
    await clock.advance(200);
    await stopped;
  }, 120_000);
});
