// An egress proxy, as it is used.

export interface ProxySettings {
  url: string;
  username?: string;
  password?: string;
  /** As curl reads `NO_PROXY`. */
  noProxy?: string;
  /** Who looks names up, and so who can check where they lead. */
  resolve: "here" | "proxy";
}
