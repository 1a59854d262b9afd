import { expect, it } from "vitest";
import { requestFilterOf } from "../../../src/ui/requests/request-filters.tsx";
import { activeFilters, filterOf } from "../../../src/ui/deliveries/filters.ts";

it("names what narrows the list, a span of two times as one", () => {
  const place = {
    view: "deliveries",
    id: "dlv_1",
    status: "dead",
    time: "between",
    from: "2026-03-14T10:30",
    text: "user_42",
  };
  expect(activeFilters(place)).toEqual([
    { name: "status", value: "dead", parts: ["status"] },
    { name: "time", value: "2026-03-14 10:30 – …", parts: ["time", "from", "to"] },
    { name: "text", value: "user_42", parts: ["text"] },
  ]);
});

it("names nothing when nothing narrows it", () => {
  expect(activeFilters({ view: "deliveries", id: "dlv_1" })).toEqual([]);
});

it("asks for one Gateway of several, for deliveries and requests, and names it", () => {
  const place = { view: "deliveries", instanceId: "node-2" };
  expect(activeFilters(place)).toEqual([
    { name: "instanceId", value: "node-2", parts: ["instanceId"] },
  ]);
  expect(filterOf(place, 0)).toEqual({ instanceId: "node-2" });
  expect(requestFilterOf(place)).toEqual({ instanceId: "node-2" });
});
