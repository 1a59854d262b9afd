// The inbox that ships keeps the contract.
import { openSqliteInboxHarness } from "../support/sqlite-log.ts";
import { describeInboxProperties } from "./inbox-properties.ts";
import { describeInbox } from "./inbox-suite.ts";

describeInbox("SQLite", openSqliteInboxHarness);
describeInboxProperties("SQLite", openSqliteInboxHarness);
