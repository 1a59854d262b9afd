// The short form of what `npm run soak` does to two genuine Gateways on one PostgreSQL behind nginx.
import { expect, inject, it } from "vitest";
import { killSharingGateways } from "../../../soak/shared/kill-sharing-gateways.ts";
import { hasPostgresServer } from "../../support/postgres-server.ts";
import { hasPrograms } from "../../support/program.ts";

it.skipIf(!hasPostgresServer() || !hasPrograms("nginx"))(
  "two Gateways end each accepted request once, though one is killed and the server is stopped",
  async () => {
    const { figures, violations } = await killSharingGateways({
      tarball: inject("tarball"),
      kills: 1,
      stops: 1,
      awayMs: 3000,
      seed: 1,
    });
    expect(violations).toEqual([]);
    expect(figures["accepted"]).toBe(24);
    expect(figures["told"]).toBe(24);
  },
  900_000,
);
