// Secrets that senders have brought, sealed, one for each route.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { SealedSecret, SealedSecrets } from "../../../inbox/brought.ts";
import type { Checkpoints } from "../file/checkpoints.ts";
import type { Guard } from "../file/store-guard.ts";
import { Transactions } from "../write/transactions.ts";

export function broughtOn(db: DatabaseSync, guard: Guard, checkpoints: Checkpoints): SealedSecrets {
  const transactions = new Transactions(db, checkpoints, () => undefined);
  const insert = db.prepare(
    `INSERT INTO brought_secrets (route, sealed, request_id, brought_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (route) DO NOTHING`,
  );
  const select = db.prepare("SELECT * FROM brought_secrets WHERE route = ?");
  const remove = db.prepare("DELETE FROM brought_secrets WHERE route = ?");
  return {
    keep: (secret) =>
      guard(() =>
        transactions.run("power", () => {
          insert.run(secret.route, secret.sealed, secret.requestId, secret.broughtAt);
          return find(select, secret.route) ?? secret;
        }),
      ),
    find: (route) => guard(() => find(select, route)),
    forget: (route) =>
      guard(() => transactions.run("power", () => Number(remove.run(route).changes) > 0)),
  };
}

function find(select: StatementSync, route: string): SealedSecret | undefined {
  const row = select.get(route);
  if (row === undefined) return undefined;
  return {
    route,
    sealed: String(row["sealed"]),
    requestId: String(row["request_id"]),
    broughtAt: Number(row["brought_at"]),
  };
}
