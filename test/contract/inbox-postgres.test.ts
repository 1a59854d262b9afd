// The inbox that several Gateways share keeps the contract.
import { afterAll, describe } from "vitest";
import { openTestSchema, postgresIsThere, postgresInboxHarness } from "../support/postgres-log.ts";
import { describeInboxProperties } from "./inbox-properties.ts";
import { describeInbox } from "./inbox-suite.ts";

const schema = (await postgresIsThere()) ? await openTestSchema() : undefined;

describe.skipIf(schema === undefined)("on a PostgreSQL", () => {
  const open = async () => {
    if (schema === undefined) throw new Error("no PostgreSQL was found");
    return postgresInboxHarness(schema);
  };
  afterAll(() => schema?.drop());
  describeInbox("PostgreSQL", open);
  describeInboxProperties("PostgreSQL", open, 15);
});
