// Whether an adapter listens for its vendor's requests yet.

/** Resolves when `url` answers `request` in one of these ways; rejects after a minute. */
export async function untilAnswered(
  url: string,
  request: RequestInit,
  enough: (status: number) => boolean,
): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const response = await fetch(url, request).catch(() => undefined);
    if (response !== undefined && enough(response.status)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the adapter never answered at ${url}`);
}

/** What a route answers to a request that proves nothing: it is there, and refuses. */
export const refuses = (status: number): boolean => [400, 401, 403].includes(status);
