// The inbox that several Gateways share keeps the contract.
import { afterAll, describe, test } from "vitest";
import { openTestSchema, postgresIsThere, postgresInboxHarness } from "../support/postgres-log.ts";
import { describeInboxProperties } from "./inbox-properties.ts";
import { describeInbox } from "./inbox-suite.ts";

if (await postgresIsThere()) {
  const schema = await openTestSchema();
  afterAll(schema.drop);
  const open = async () => postgresInboxHarness(schema);
  describeInbox("PostgreSQL", open);
  describeInboxProperties("PostgreSQL", open, 15);
} else {
  describe.skip("the inbox contract, PostgreSQL: no server was found", () => test("", () => {}));
}
