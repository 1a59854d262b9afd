// The store that several Gateways share keeps the contract.
import { afterAll, describe, test } from "vitest";
import { openTestSchema, postgresIsThere, postgresStoreHarness } from "../support/postgres-log.ts";
import { describeFeeds } from "./feed-suite.ts";
import { describeStoreProperties } from "./store-properties.ts";
import { describeStore } from "./store-suite.ts";

if (await postgresIsThere()) {
  const schema = await openTestSchema();
  afterAll(schema.drop);
  const open = async () => postgresStoreHarness(schema);
  describeStore("PostgreSQL", open);
  describeFeeds("PostgreSQL", open);
  describeStoreProperties("PostgreSQL", open, 15);
} else {
  describe.skip("the store contract, PostgreSQL: no server was found", () => test("", () => {}));
}
