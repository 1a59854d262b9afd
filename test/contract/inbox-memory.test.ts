// The in-memory inbox that engine tests use keeps the contract.
import { openMemoryInbox } from "../support/memory-inbox.ts";
import { describeInboxProperties } from "./inbox-properties.ts";
import { describeInbox, type InboxHarness } from "./inbox-suite.ts";

const open = async (): Promise<InboxHarness> => ({
  inbox: openMemoryInbox(),
  dispose: async () => undefined,
});

describeInbox("in memory", open);
describeInboxProperties("in memory", open);
