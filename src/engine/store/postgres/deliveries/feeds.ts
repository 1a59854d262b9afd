// Feeds are kept by the log in a file alone: a shared one says so to whoever asks.
import type { FeedStore } from "../../feed/feed-store.ts";
import { StoreError } from "../../store.ts";

async function unkept(): Promise<never> {
  throw new StoreError(
    "config",
    "an endpoint with a feed needs a log of its own; remove `store`, or give it a url",
  );
}

export const feedsOfShared: FeedStore = {
  readFeed: unkept,
  feedStanding: unkept,
  acknowledge: unkept,
  giveUpUnread: unkept,
  turnWaiting: unkept,
};
