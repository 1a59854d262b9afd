import { describe, expect, it } from "vitest";
import type { Acceptance, NewRequest } from "../../../src/engine/inbox/inbox.ts";
import type { EngineClient } from "../../../src/engine/thread/client.ts";
import {
  countAnswer,
  countingClient,
  countingIntake,
  countRun,
  newCounts,
} from "../../../src/host/metrics/process-counts.ts";
import { processRelay, type Relay } from "../../../src/host/relay.ts";
import { families } from "../../../src/view/metrics/families.ts";
import { exposition } from "../../../src/view/metrics/exposition.ts";
import { eventOf } from "../../support/engine-fixture.ts";
import { sampleRequest } from "../../support/inbox-samples.ts";

type Counts = ReturnType<typeof newCounts>;

/** The lines of one metric. */
function linesOf(counts: Counts, name: string): string[] {
  const text = exposition(
    families({
      version: "1.2.3",
      counts,
      queued: { events: 0, bytes: 0 },
      restarts: 0,
      maxBytes: 1,
    }),
  );
  return text.split("\n").filter((line) => line.startsWith(`openclaw_webhook_${name}`));
}

describe("what is counted where it happens", () => {
  it("is each verdict on a request, with the step that refused it", async () => {
    const counts = newCounts();
    const come = (acceptance: Acceptance, request: Partial<NewRequest>): Promise<Acceptance> =>
      countingIntake(async () => acceptance, counts)({ ...sampleRequest(1), ...request });
    const stored = { kind: "stored" } as const;
    const step = (
      name: "authenticity" | "schema",
      ok: boolean,
    ): NewRequest["verdicts"][number] => ({
      step: name,
      ok,
    });
    await come(stored, { route: "deploy", status: "waiting" });
    await come(stored, { route: "deploy", status: "waiting" });
    await come(stored, { route: "deploy", status: "handshake" });
    await come(stored, { route: "deploy", status: "filtered" });
    await come(
      { kind: "duplicate", of: "req_1", status: "waiting" },
      { route: "deploy", status: "waiting" },
    );
    await come({ kind: "full", waiting: 9 }, { route: "deploy", status: "waiting" });
    await come(stored, {
      route: "deploy",
      status: "rejected",
      verdicts: [step("authenticity", false)],
    });
    await come(stored, {
      route: "alert",
      status: "rejected",
      verdicts: [step("authenticity", true), step("schema", false)],
    });
    expect(linesOf(counts, "inbound_requests_total")).toEqual([
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="accepted"} 2',
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="handshake"} 1',
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="filtered"} 1',
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="duplicate"} 1',
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="full"} 1',
      'openclaw_webhook_inbound_requests_total{route="deploy",verdict="rejected",step="authenticity"} 1',
      'openclaw_webhook_inbound_requests_total{route="alert",verdict="rejected",step="schema"} 1',
    ]);
  });

  it("is no request that could not be stored", async () => {
    const counts = newCounts();
    const intake = countingIntake(() => Promise.reject(new Error("disk full")), counts);
    await expect(intake(sampleRequest(1))).rejects.toThrow("disk full");
    expect(linesOf(counts, "inbound_requests_total")).toEqual([]);
  });

  it("is each event that was taken in, and each that was refused", () => {
    const counts = newCounts();
    let room = 2;
    const client = countingClient(
      { capture: () => (room -= 1) >= 0 } as unknown as EngineClient,
      counts,
    );
    expect([1, 2, 3].map(() => client.capture(eventOf()))).toEqual([true, true, false]);
    expect(linesOf(counts, "events_captured_total")).toEqual([
      "openclaw_webhook_events_captured_total 2",
    ]);
    expect(linesOf(counts, "events_dropped_total")).toEqual([
      'openclaw_webhook_events_dropped_total{reason="queue_full"} 1',
      'openclaw_webhook_events_dropped_total{reason="not_running"} 0',
    ]);
  });

  it("has a bound on sets of labels, and says how often it was met", () => {
    const counts = newCounts();
    for (let status = 0; status < 1_100; status += 1) countAnswer(counts, status);
    countAnswer(counts, 5);
    expect(linesOf(counts, "inbound_answers_total")).toHaveLength(1_000);
    expect(linesOf(counts, "inbound_answers_total")[5]).toContain('{status="5"} 2');
    expect(linesOf(counts, "label_values_left_out")).toEqual([
      "openclaw_webhook_label_values_left_out 100",
    ]);
  });

  it("outlives a reload of the plugin, also one to a version that counts", async () => {
    countRun(processRelay().counts, { route: "deploy", status: "completed" });
    const copy = "../../../src/host/relay.ts?copy";
    const other = (await import(copy)) as { processRelay: () => Relay };
    expect(linesOf(other.processRelay().counts, "inbound_runs_total")).toEqual([
      'openclaw_webhook_inbound_runs_total{route="deploy",outcome="completed"} 1',
    ]);
    const shared: Partial<Relay> = processRelay();
    delete shared.counts;
    expect(linesOf(other.processRelay().counts, "inbound_runs_total")).toEqual([]);
  });
});
