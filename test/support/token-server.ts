// An OAuth2 server as others run it (oidc-provider), for client credentials.
import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import OAuthServer, { type Configuration } from "oidc-provider";

export const CLIENT_ID = "event webhooks:1";
export const CLIENT_SECRET = "s3cr3t+of/the client%of:a-test";
export const KEY_CLIENT_ID = "signing-client";

export interface TokenServer {
  tokenUrl: string;
  /** PEM, PKCS #8, of the client that signs. */
  privateKey: string;
  /** Requests for a token so far. */
  asked: IncomingMessage["headers"][];
  /** What the server knows of a token; undefined = it gave none of the kind, or took it back. */
  find: (token: string) => Promise<{ clientId: string; scope: string | undefined } | undefined>;
  revoke: (token: string) => Promise<void>;
  close: () => Promise<void>;
}

/** `livesSeconds`: how long each token lives. */
export async function startTokenServer(livesSeconds = 600): Promise<TokenServer> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const grant = {
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    scope: "events:write",
  };
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1", use: "sig" }] };
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
        client_id: KEY_CLIENT_ID,
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "ES256",
        jwks,
      },
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
    privateKey: String(privateKey.export({ format: "pem", type: "pkcs8" })),
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
