// What an endpoint is told of the replies that it sends to their requests' own senders. Data alone.

/** How a text goes on that is longer than one message may be. */
export interface ReplyPages {
  /** The field of the body that holds the text. */
  field: string;
  /** Characters of one message. */
  most: number;
  /** All but the first go there by POST: to the reply's address without this end of its path. */
  without: string;
}

export interface Replies {
  /** Exactly those that an address may have. */
  hosts: readonly string[];
  method: "POST" | "PATCH";
  /** From the request on. */
  withinMs: number;
  /** Absent: a longer text is its receiver's to cut. */
  pages?: ReplyPages;
}
