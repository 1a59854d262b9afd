// How a receiver reads by itself, as it is used.
import type { Secret } from "../secret/secret.ts";

export interface FeedSettings {
  /** Each one opens the feed, as long as it has not expired. */
  tokens: readonly Secret[];
}
