// How https is spoken with a receiver, as it is used: each but the name a PEM, or the path of a file that holds one.

export interface TlsSettings {
  /** In place of the well-known issuers. */
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
}
