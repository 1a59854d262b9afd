// Every word of the page, in Korean.
import type { page as english } from "../../en/page/page.ts";
import { delivery } from "./delivery.ts";
import { bulk, deliveries, gateways } from "./deliveries.ts";
import { endpoints, preview } from "./endpoints.ts";
import { overview } from "./overview.ts";
import { requests, routes } from "./requests.ts";
import { setup } from "./setup.ts";
import { shell } from "./shell.ts";
import { ranges, requestStatus, states, status, verdict } from "./states.ts";

export const page: typeof english = {
  shell,
  status,
  requestStatus,
  ranges,
  states,
  verdict,
  overview,
  endpoints,
  preview,
  deliveries,
  gateways,
  bulk,
  delivery,
  routes,
  requests,
  setup,
};
