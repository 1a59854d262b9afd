// A form, as a browser would send it: for gateways that take nothing else.
import type { Format } from "../../format/format.ts";

export const form: Format = {
  name: "form",
  title: "Form",
  page: "https://url.spec.whatwg.org/#application/x-www-form-urlencoded",
  url: "https://<host>/<path>",
  // Inner fields are named `data[agentId]`.
  shape: { contentType: "application/x-www-form-urlencoded", body: "{{ event }}" },
  methods: ["POST", "PUT", "PATCH"],
  answers: {
    success: { status: ["2xx"] },
    words: { code: ["body.code", "body.error.code"], message: ["body.message", "body.error"] },
  },
  oracle: "`URLSearchParams`",
};
