// How an endpoint says who it is, as it is used. Says nothing of how it was written.

/** Client credentials (RFC 6749, section 4.4): by a secret in a header or in the form, or by a key that signs (RFC 7523). */
export interface OAuth2 {
  type: "oauth2";
  tokenUrl: string;
  clientId: string;
  clientSecret?: string;
  /** Where the secret goes; absent = `client_secret_basic`. */
  authMethod?: "client_secret_basic" | "client_secret_post";
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
