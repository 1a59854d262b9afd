// The body that a route's templates, conditions and schema see, by what its sender means with its headers.
import type { Route } from "../../config/route/route-settings.ts";
import { presetNamed } from "../proof/schemes/presets.ts";
import { visible, type MaskedRequest } from "../secret/mask-request.ts";
import { readBody, type ReadBody } from "./body.ts";
import { header } from "./request.ts";

/** A GET has no body of its own, and its query takes its place; of a name that occurs twice the last one counts. */
export function bodyOf(request: MaskedRequest, { auth }: Pick<Route, "auth">): ReadBody {
  const { rawBody, method, query } = request;
  if (method === "GET" && rawBody.byteLength === 0)
    return { ok: true, body: visible(query), kind: "form" };
  const textIsJson = auth.kind === "preset" && presetNamed(auth.preset)?.textIsJson === true;
  return readBody({ contentType: header(request, "content-type"), rawBody, textIsJson });
}
