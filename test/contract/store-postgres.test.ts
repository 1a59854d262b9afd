// The store that several Gateways share keeps the contract.
import { afterAll, describe } from "vitest";
import { openTestSchema, postgresIsThere, postgresStoreHarness } from "../support/postgres-log.ts";
import { describeStoreProperties } from "./store-properties.ts";
import { describeStore } from "./store-suite.ts";

const schema = (await postgresIsThere()) ? await openTestSchema() : undefined;

describe.skipIf(schema === undefined)("on a PostgreSQL", () => {
  const open = async () => {
    if (schema === undefined) throw new Error("no PostgreSQL was found");
    return postgresStoreHarness(schema);
  };
  afterAll(() => schema?.drop());
  describeStore("PostgreSQL", open);
  describeStoreProperties("PostgreSQL", open, 15);
});
