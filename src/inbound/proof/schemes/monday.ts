// monday.com: a JWT in the Authorization header, signed by the app's signing secret.
// Must not know how a token is checked.
// https://developer.monday.com/apps/docs/integration-authorization
import type { JwtScheme } from "../../../signature/jwt/jwt.ts";

export const MONDAY: JwtScheme = {
  from: { header: "authorization" },
  algorithms: ["HS256"],
  key: { encoding: "utf8" },
  id: { body: "event.triggerUuid" },
};
