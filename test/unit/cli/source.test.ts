import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSource, type GatewayAnswer } from "../../../src/cli/source.ts";
import { openSqliteStore } from "../../../src/engine/store/sqlite-store.ts";
import type { DeliveryDetail } from "../../../src/view/delivery.ts";
import type { DeliveryPage } from "../../../src/view/questions.ts";
import { arrivals, delivered, deliveryId, group } from "../../support/store-samples.ts";

const directory = mkdtempSync(join(tmpdir(), "event-webhooks-cli-"));
afterAll(() => rmSync(directory, { recursive: true }));

function sourceOf(
  answer: GatewayAnswer,
  databasePath: string,
): {
  source: ReturnType<typeof createSource>;
  notices: string[];
} {
  const notices: string[] = [];
  const callGateway = async (): Promise<GatewayAnswer> => answer;
  const notice = (line: string): void => void notices.push(line);
  return { source: createSource({ callGateway, databasePath, notice }), notices };
}

describe("where the CLI gets its answers", () => {
  it("is the Gateway while one runs", async () => {
    const { source, notices } = sourceOf({ kind: "answered", value: { pending: 3 } }, "/nowhere");
    expect(await source.ask("stats")).toEqual({ pending: 3 });
    expect(notices).toEqual([]);
  });

  it("is nobody when the Gateway refuses", async () => {
    const { source } = sourceOf({ kind: "refused", message: "no such endpoint" }, "/nowhere");
    const refusal = expect(source.ask("resume", { endpoint: "x" })).rejects;
    await refusal.toMatchObject({ code: "failed", message: "no such endpoint" });
  });

  it("is the database when no Gateway runs, and that is said once", async () => {
    const path = join(directory, "log.sqlite");
    const store = openSqliteStore({ path, onNotice: () => undefined });
    await store.commit(arrivals([1, 2]));
    await store.commit(group({ settlements: [delivered(1)] }));
    await store.close();
    const { source, notices } = sourceOf({ kind: "unreachable" }, path);
    const page = await source.ask<DeliveryPage>("list", { status: ["delivered"] });
    const detail = await source.ask<DeliveryDetail>("show", { id: deliveryId(1) });
    expect(page.deliveries).toMatchObject([{ id: deliveryId(1), status: "delivered" }]);
    expect(detail).toMatchObject({ delivery: page.deliveries[0], attempts: [{ httpStatus: 204 }] });
    expect(await source.ask("stats")).toMatchObject({ delivered: 1, pending: 1 });
    expect(notices).toEqual([`No Gateway answers; this is what ${path} holds.`]);
    await source.close();
  });

  it("is nobody for what only a Gateway can do", async () => {
    const { source } = sourceOf({ kind: "unreachable" }, join(directory, "log.sqlite"));
    await expect(source.ask("retry", {})).rejects.toThrow(/needs a running Gateway/);
  });

  it("says so when there is no database either", async () => {
    const { source } = sourceOf({ kind: "unreachable" }, join(directory, "none.sqlite"));
    await expect(source.ask("list")).rejects.toMatchObject({ code: "failed" });
  });
});
