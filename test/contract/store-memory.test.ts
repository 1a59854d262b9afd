// The in-memory store that engine tests use keeps the contract.
import { openMemoryStore } from "../support/memory-store.ts";
import { describeFeeds } from "./feed-suite.ts";
import { describeStoreProperties } from "./store-properties.ts";
import { describeStore, type StoreHarness } from "./store-suite.ts";

const open = async (): Promise<StoreHarness> => {
  const store = openMemoryStore();
  return { store, dispose: () => store.close() };
};

describeStore("in memory", open);
describeStoreProperties("in memory", open);
describeFeeds("in memory", open);
