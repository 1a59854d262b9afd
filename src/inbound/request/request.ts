// One HTTP request as it came in. How single facts are read from it stands in `signature/message.ts`.
// Must not decide whether the request is authentic.
import type { Message } from "../../signature/message.ts";

export { bodyJson, bodyText, calledAddress, header, soleHeader } from "../../signature/message.ts";

export interface InboundRequest extends Message {
  query: Readonly<Record<string, string>>;
  /** Address of the direct peer. */
  peer: string;
  /** Ms since the epoch. */
  receivedAt: number;
}
