// The signed POST of every row that is not ours: an undici pool of 64 connections, one HMAC a request.
import { Pool } from "undici";
import { CONNECTIONS, signed, USER_AGENT } from "./load.ts";

export interface Poster {
  /** Throws when it is not answered with 204. */
  post: (event: { id: string; json: string }) => Promise<void>;
  close: () => Promise<void>;
}

export function createPoster(url: string): Poster {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  return {
    async post({ id, json }) {
      const { timestamp, signature } = signed(json);
      const response = await pool.request({
        method: "POST",
        path,
        headers: {
          "content-type": "application/json",
          "user-agent": USER_AGENT,
          "webhook-id": id,
          "x-openclaw-timestamp": timestamp,
          "x-openclaw-signature": signature,
        },
        body: json,
      });
      await response.body.dump();
      if (response.statusCode !== 204)
        throw new Error(`the receiver answered ${response.statusCode}`);
    },
    close: () => pool.close(),
  };
}
