// The Fetch API: Workers, Bun.serve, Deno.serve, Next.js route handlers.
import { checkOptions, type ReceiveOptions } from "./receive.ts";
import { respondTo } from "./web-request.ts";

/**
 * `Bun.serve({ fetch: handler({ secret, on: { … } }) })`. Throws at once where the secret is missing;
 * a request never makes it throw.
 */
export function handler(options: ReceiveOptions): (request: Request) => Promise<Response> {
  checkOptions(options);
  return (request) => respondTo(request, options);
}
