// The body that a route's templates, conditions and schema see, by what its sender means with its headers.
import type { Route } from "../../config/route/route-settings.ts";
import { presetNamed } from "../proof/presets/presets.ts";
import { visible, type MaskedRequest } from "../secret/mask-request.ts";
import { readBody, type ReadBody } from "./body.ts";
import { header } from "./request.ts";

/**
 * Headers of senders that write JSON as `text/plain`, whatever proves them: Amazon SNS, which is mostly told apart by
 * the credentials in its endpoint's URL. https://docs.aws.amazon.com/sns/latest/dg/http-header.html
 */
const TEXT_IS_JSON: readonly string[] = ["x-amz-sns-message-type"];

/** A GET has no body of its own, and its query takes its place; of a name that occurs twice the last one counts. */
export function bodyOf(request: MaskedRequest, { auth }: Pick<Route, "auth">): ReadBody {
  const { rawBody, method, query } = request;
  if (method === "GET" && rawBody.byteLength === 0)
    return { ok: true, body: visible(query), kind: "form" };
  const preset = auth.kind === "preset" ? presetNamed(auth.preset) : undefined;
  const textIsJson =
    preset?.textIsJson === true || TEXT_IS_JSON.some((name) => header(request, name) !== undefined);
  return readBody({ contentType: header(request, "content-type"), rawBody, textIsJson });
}
