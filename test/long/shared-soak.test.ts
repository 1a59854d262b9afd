// The short form of what `npm run soak` does to engines that share a PostgreSQL, on a server of its own.
import { describe, expect, it } from "vitest";
import { killSharers } from "../../soak/shared/kill-sharers.ts";
import { stopServer } from "../../soak/shared/stop-server.ts";
import { hasPostgresServer } from "../support/postgres-server.ts";

describe.skipIf(!hasPostgresServer())("two engines on one PostgreSQL", { timeout: 300_000 }, () => {
  it("lose nothing when one of them is killed under load, and the other delivers what it had", async () => {
    const { figures, violations } = await killSharers({ rounds: 4, seed: 1, longestLifeMs: 500 });
    expect(violations).toEqual([]);
    expect(figures["acknowledged"]).toBeGreaterThan(100);
    expect(figures).toMatchObject({ kills: 6, "taken over": 1, lost: 0 });
  });

  it("lose nothing when the server is stopped as by a power cut, and tell it all once it is back", async () => {
    const { figures, violations } = await stopServer({ rounds: 2, seed: 1, awayMs: 3000 });
    expect(violations).toEqual([]);
    expect(figures["acknowledged"]).toBeGreaterThan(100);
    expect(figures).toMatchObject({ stops: 2, lost: 0 });
  });
});
