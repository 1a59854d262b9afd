// An OAuth2 server as others run it (oidc-provider), for client credentials.
import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import OAuthServer, { type Configuration } from "oidc-provider";

export const CLIENT_ID = "event webhooks:1";
export const CLIENT_SECRET = "s3cr3t+of/the client%of:a-test";
export const POST_CLIENT_ID = "posting-client";

/** Kinds of keys that sign a `private_key_jwt`, and the algorithm (RFC 7518, section 3.1; RFC 9864) of each. */
const KEY_KINDS = {
  "P-256": { alg: "ES256", make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  RSA: { alg: "RS256", make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }) },
  Ed25519: { alg: "Ed25519", make: () => generateKeyPairSync("ed25519") },
} as const;
export type KeyKind = keyof typeof KEY_KINDS;
export const keyClientId = (kind: KeyKind): string => `signing-client-${kind}`;

export interface TokenServer {
  tokenUrl: string;
  /** PEM, PKCS #8, of each client that signs. */
  privateKeys: Readonly<Record<KeyKind, string>>;
  /** Requests for a token so far. */
  asked: IncomingMessage["headers"][];
  /** What the server knows of a token; undefined = it gave none of the kind, or took it back. */
  find: (token: string) => Promise<{ clientId: string; scope: string | undefined } | undefined>;
  revoke: (token: string) => Promise<void>;
  close: () => Promise<void>;
}

/** `livesSeconds`: how long each token lives. */
export async function startTokenServer(livesSeconds = 600): Promise<TokenServer> {
  const signers = (Object.keys(KEY_KINDS) as KeyKind[]).map((kind) => ({
    kind,
    ...KEY_KINDS[kind].make(),
  }));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const grant = {
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    scope: "events:write",
  };
  const configuration: Configuration = {
    clients: [
      {
        ...grant,
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        token_endpoint_auth_method: "client_secret_basic",
      },
      {
        ...grant,
        client_id: POST_CLIENT_ID,
        client_secret: CLIENT_SECRET,
        token_endpoint_auth_method: "client_secret_post",
      },
      ...signers.map(({ kind, publicKey }) => ({
        ...grant,
        client_id: keyClientId(kind),
        token_endpoint_auth_method: "private_key_jwt" as const,
        token_endpoint_auth_signing_alg: KEY_KINDS[kind].alg,
        jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1", use: "sig" }] },
      })),
    ],
    scopes: ["events:write"],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: () => livesSeconds },
  };
  const provider = new OAuthServer(issuer, configuration);
  const asked: IncomingMessage["headers"][] = [];
  const answer = provider.callback();
  server.on("request", (request, response) => {
    asked.push(request.headers);
    void answer(request, response);
  });
  return {
    tokenUrl: `${issuer}/token`,
    privateKeys: Object.fromEntries(
      signers.map(({ kind, privateKey }) => [
        kind,
        String(privateKey.export({ format: "pem", type: "pkcs8" })),
      ]),
    ) as Record<KeyKind, string>,
    asked,
    async find(token) {
      const found = await provider.ClientCredentials.find(token);
      return found && { clientId: String(found.clientId), scope: found.scope };
    },
    async revoke(token) {
      await (await provider.ClientCredentials.find(token))?.destroy();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
