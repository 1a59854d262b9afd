// How an endpoint says who it is, as it is used. Says nothing of how it was written.

/** Client credentials (RFC 6749, section 4.4): by a secret in basic form, or by a key that signs (RFC 7523). */
export interface OAuth2 {
  type: "oauth2";
  tokenUrl: string;
  clientId: string;
  clientSecret?: string;
  /** PEM, PKCS #8. */
  privateKey?: string;
  keyId?: string;
  scope?: string;
  audience?: string;
}

export type EndpointAuth =
  | { type: "basic"; username: string; password: string }
  | { type: "bearer"; token: string }
  | OAuth2;
