// The secret that the sender of a route has brought: whether there is one, what it is, and that it is to be forgotten.
// Must not show it unless that is asked for.
import type { EngineClient } from "../../engine/thread/client.ts";
import { foldName } from "../../language/fold.ts";
import type { Brought } from "../../view/brought.ts";

export interface BroughtParams {
  route: string;
  show?: boolean;
  forget?: boolean;
}

export async function brought(
  { client }: { client: Pick<EngineClient, "call"> },
  { route, show = false, forget = false }: BroughtParams,
): Promise<Brought> {
  const name = foldName(route);
  if (forget) return { route, forgotten: await client.call("forgetSecret", [name]) };
  const found = await client.call("broughtSecret", [name]);
  if (found === undefined) return { route };
  const { value: secret, requestId, broughtAt } = found;
  return {
    route,
    broughtAt: new Date(broughtAt).toISOString(),
    requestId,
    ...(show && { secret }),
  };
}
