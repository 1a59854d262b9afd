// `eventWebhooks.setup.*`, for whoever may write the host's config. Loads what it takes with the first call.
import type { SetupChange } from "../../view/setup.ts";
import type { Running } from "./running.ts";

interface Call extends Running {
  now: () => number;
}

const load = () => import("../setup/setup.ts");

/** Undefined: what was named is not there. */
export const SETUP_ANSWERERS = {
  "setup.standing": async ({ setup }: Call) => (await load()).standing(setup),
  "setup.form": async ({ setup }: Call, { endpoint }: { endpoint?: string }) =>
    (await load()).formFor(setup, endpoint),
  "setup.check": async (
    { setup, client, envelope, now }: Call,
    { change }: { change: SetupChange },
  ) => (await load()).check({ ...setup, client, envelope, now: now() }, change),
  "setup.write": async (
    { setup, now }: Call,
    { change, dropComments = false }: { change: SetupChange; dropComments?: boolean },
  ) => (await load()).write(setup, change, { dropComments, now: now() }),
};
