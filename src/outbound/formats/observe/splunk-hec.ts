// Splunk, by its HTTP Event Collector.
import type { Format } from "../../format/format.ts";

export const splunkHec: Format = {
  name: "splunk-hec",
  title: "Splunk",
  page: "https://help.splunk.com/en/splunk-enterprise/get-started/get-data-in/9.4/get-data-with-http-event-collector/format-events-for-http-event-collector",
  url: "https://<host>:8088/services/collector/event",
  options: {
    token: { about: "the collector's token", required: true },
    index: { about: "the index" },
    sourcetype: { about: "the source type", fallback: "openclaw" },
  },
  shape: {
    contentType: "application/json",
    headers: { Authorization: "Splunk {{ options.token }}" },
    body: {
      time: "{{ time.seconds }}",
      host: "{{ event.instanceId }}",
      source: "openclaw",
      sourcetype: "{{ options.sourcetype }}",
      index: "{{ options.index }}",
      event: "{{ event }}",
    },
  },
  answers: {
    success: { status: [200], where: { "body.code": 0 } },
    // https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector : 5 no data, 6 invalid
    // data format, 12 and 13 no event. A wrong token or index is the operator's to mend.
    giveUpOn: { where: { "body.code": { in: [5, 6, 12, 13] } } },
    busy: { where: { "body.code": 9 } },
    words: { code: ["body.code"], message: ["body.text"] },
  },
  oracle: "stand-in",
};
