// Home Assistant, by the trigger of an automation.
import type { Format } from "../../format/format.ts";

export const homeAssistant: Format = {
  name: "home-assistant",
  title: "Home Assistant",
  page: "https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger",
  url: "https://<home>/api/webhook/<webhook id>",
  options: {
    token: {
      about: "a long-lived access token, for `/api/events/<type>` and other paths of its REST API",
    },
  },
  // A webhook takes POST and PUT, and others where its trigger allows them.
  methods: ["POST", "PUT", "GET"],
  shape: {
    contentType: "application/json",
    // https://developers.home-assistant.io/docs/api/rest/
    headers: { Authorization: "{% if options.token %}Bearer {{ options.token }}{% endif %}" },
    body: "{{ event }}",
  },
  answers: {
    // A webhook that is not known answers 200 as well, so as to tell nobody which ones there are.
    success: { status: ["2xx"] },
    giveUpOn: { status: [400, 405] },
    words: { code: ["body.code"], message: ["body.message"] },
  },
  oracle: "stand-in",
};
