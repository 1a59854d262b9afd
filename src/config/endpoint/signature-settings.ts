// A signature as the receiver already checks it, as it is used. Says nothing of how it was written.
import type { SignatureScheme } from "../../signature/scheme.ts";
import type { Secret } from "../secret/secret.ts";

export interface SignatureSettings {
  /** For people: whose it is (`github`), or where it stands (`header "x-signature"`). */
  title: string;
  /** A known sender may have several: the first that the newest secret is a key of. */
  schemes: readonly SignatureScheme[];
  /** Newest first; its own, else those of the endpoint. */
  secrets: readonly Secret[];
  /** The receiver's address as it knows it; absent = as it is called. */
  url?: string;
}
