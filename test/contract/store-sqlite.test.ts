// The store that ships keeps the contract.
import { openSqliteHarness } from "../support/sqlite-log.ts";
import { describeFeeds } from "./feed-suite.ts";
import { describeStoreProperties } from "./store-properties.ts";
import { describeStore } from "./store-suite.ts";

describeStore("SQLite", openSqliteHarness);
describeStoreProperties("SQLite", openSqliteHarness);
describeFeeds("SQLite", openSqliteHarness);
