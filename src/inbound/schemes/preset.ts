// What a preset consists of.
// Must not hold any provider's facts.
import type { HmacScheme } from "../../config/route-settings.ts";
import type { Handshake, HandshakeContext } from "../handshakes/answers.ts";
import type { InboundRequest } from "../request.ts";
import type { PresetCheck } from "../verdict.ts";

export interface Preset {
  /** As written in the config. */
  name: string;
  /** The sender's name for people. */
  title: string;
  /** The vendor's page on verification. */
  docs: string;
  /** What its test is measured against. */
  oracle: "published vector" | "vendor library" | "own vector";
  /** Set when the address is signed: the route needs `auth.url`. */
  needsUrl?: true;
  /** A scheme as data where one can say it. */
  check: HmacScheme | PresetCheck;
  /** Answers the sender's test of the address; undefined = this request is none. */
  handshake?: (request: InboundRequest, context: HandshakeContext) => Handshake | undefined;
}
