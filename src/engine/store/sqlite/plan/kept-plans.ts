// What a reader of the file finds planned: as it was when it last looked.
import type { DatabaseSync } from "node:sqlite";
import { readPlans } from "./plan-column.ts";
import type { PlannedDeliveries, PlannedDelivery } from "./planned-delivery.ts";

export class KeptPlans implements PlannedDeliveries {
  readonly #db: DatabaseSync;
  #planned: PlannedDelivery[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  reload(): void {
    this.#planned = readPlans(this.#db);
  }

  all(): readonly PlannedDelivery[] {
    return this.#planned;
  }

  find(deliveryId: string): PlannedDelivery | undefined {
    return this.#planned.find(({ id }) => id === deliveryId);
  }
}
