import { describe, expect, it } from "vitest";
import { createIdSource, deliveryId, endpointMark } from "../../../src/engine/ids.ts";

const hexOf = (id: string): string => id.slice(4);

describe("ids", () => {
  it("are UUIDv7 in hex behind their kind", () => {
    const id = createIdSource().next("evt", 0x0123_4567_89ab);
    expect(id).toMatch(/^evt_0123456789ab7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  });

  it("carry the kind they are made for", () => {
    const ids = createIdSource();
    expect([ids.next("dlv", 1).slice(0, 4), ids.next("req", 1).slice(0, 4)]).toEqual([
      "dlv_",
      "req_",
    ]);
  });

  it("rise strictly through a burst in one ms that is longer than the counter", () => {
    const ids = createIdSource();
    const made = Array.from({ length: 20_000 }, () => hexOf(ids.next("evt", 1_700_000_000_000)));
    expect(made.every((id, index) => index === 0 || id > (made[index - 1] ?? ""))).toBe(true);
  });

  it("rise strictly when the clock is set back", () => {
    const ids = createIdSource();
    const before = hexOf(ids.next("evt", 1_700_000_000_000));
    expect(hexOf(ids.next("evt", 1_600_000_000_000)) > before).toBe(true);
  });

  it("differ between sources that were made in the same ms", () => {
    const made = Array.from({ length: 1000 }, () => createIdSource().next("evt", 1));
    expect(new Set(made).size).toBe(1000);
  });

  it("refill their random pool, so that no bytes are used twice", () => {
    let fills = 0;
    const ids = createIdSource((bytes) => bytes.fill((fills += 1)));
    const tails = Array.from({ length: 1000 }, () => ids.next("evt", 1).slice(-8));
    expect(fills).toBeGreaterThan(1);
    expect(new Set(tails).size).toBe(fills);
  });
});

describe("the id of a delivery", () => {
  const event = "evt_0123456789ab7abc8def0123456789ab";

  it("is always the same for an event and an endpoint", () => {
    expect(deliveryId(event, endpointMark("main"))).toBe(deliveryId(event, endpointMark("main")));
  });

  it("keeps the time and the order of its event", () => {
    expect(deliveryId(event, endpointMark("main"))).toMatch(/^dlv_0123456789ab7abc8d[0-9a-f]{14}$/);
  });

  it("differs between endpoints and between events", () => {
    const ids = createIdSource();
    const marks = Array.from({ length: 50 }, (_, index) => endpointMark(`endpoint-${index}`));
    const events = Array.from({ length: 50 }, () => ids.next("evt", 1));
    const made = events.flatMap((id) => marks.map((mark) => deliveryId(id, mark)));
    expect(new Set(made).size).toBe(2500);
  });
});
