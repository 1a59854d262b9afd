// Rooms of East Asia as their pages describe them. Most of them refuse with a 200.
import { createHmac } from "node:crypto";
import { TRIED_AT } from "../one-try.ts";
import { at, json, seen, text, type StandIn } from "./stand-in.ts";

/** https://developers.line.biz/en/reference/messaging-api/#error-responses and #send-push-message */
const line: StandIn = {
  settings: {
    url: "https://api.line.me/v2/bot/message/push",
    options: { to: "U1", token: "channel-token" },
  },
  receive(request) {
    if (request.headers["authorization"] !== "Bearer channel-token") {
      return { status: 401, body: { message: "Authentication failed" } };
    }
    const key = request.headers["x-line-retry-key"] ?? "";
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) {
      return { status: 400, body: { message: "Invalid retry key" } };
    }
    const body = json(request);
    const said = text(body, "messages", 0, "text");
    if (at(body, "to") === "U1" && said.length > 0 && said.length <= 5000) {
      return { status: 200, body: { sentMessages: [{ id: "1" }] } };
    }
    const details = [
      { message: "Length must be between 0 and 5000", property: "messages[0].text" },
    ];
    return { status: 400, body: { message: "The request body has 1 error(s)", details } };
  },
  active: (request) => (text(json(request), "messages", 0, "type") === "text" ? [] : ["type"]),
  reads: (request) => text(json(request), "messages", 0, "text"),
  refuses: [
    {
      settings: { options: { to: "U1", token: "wrong-token" } },
      status: "failed",
      error: "HTTP 401: LINE Authentication failed",
    },
    {
      settings: { options: { to: "U2", token: "channel-token" } },
      status: "dead",
      error:
        "HTTP 400: LINE messages[0].text: The request body has 1 error(s) (no retry: giveUpOn)",
    },
    {
      answer: { status: 409, body: { message: "The retry key is already accepted" } },
      status: "delivered",
    },
  ],
};

const FEISHU_SECRET = "feishu-sign-secret";

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
const feishu: StandIn = {
  settings: {
    url: "https://open.feishu.cn/open-apis/bot/v2/hook/s3cr3tS3cr3t",
    secrets: [{ value: FEISHU_SECRET }],
  },
  receive(request) {
    const body = json(request);
    const stamp = text(body, "timestamp");
    const sign = createHmac("sha256", `${stamp}\n${FEISHU_SECRET}`).digest("base64");
    const isNow = Math.abs(Number(stamp) * 1000 - TRIED_AT) < 3_600_000;
    if (text(body, "sign") !== sign || !isNow) {
      return {
        status: 200,
        body: {
          code: 19_021,
          msg: "sign match fail or timestamp is not within one hour from current time",
        },
      };
    }
    if (
      Buffer.byteLength(request.body) > 20 * 1024 ||
      text(body, "content", "post", "en_us", "content", 0, 0, "text") === ""
    ) {
      return { status: 200, body: { code: 9499, msg: "Bad Request" } };
    }
    return {
      status: 200,
      body: { StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" },
    };
  },
  active: (request) =>
    (at(json(request), "content", "post", "en_us", "content") as { tag: string }[][])
      .flat()
      .map(({ tag }) => tag)
      .filter((tag) => tag !== "text"),
  reads: (request) => text(json(request), "content", "post", "en_us", "content", 0, 0, "text"),
  refuses: [
    {
      settings: { secrets: [{ value: "another secret" }] },
      status: "failed",
      error: "Feishu 19021: sign match fail or timestamp is not within one hour from current time",
    },
    {
      answer: { status: 200, body: { code: 19_024, msg: "Key Words Not Found" } },
      status: "failed",
      error: "Feishu 19024: Key Words Not Found",
    },
    {
      answer: { status: 200, body: { code: 9499, msg: "Bad Request" } },
      status: "dead",
      error: "Feishu 9499: Bad Request (no retry: giveUpOn)",
    },
    {
      answer: {
        status: 200,
        body: { code: 11_232, msg: "create message trigger frequency limit" },
      },
      status: "failed",
      busy: true,
    },
    {
      answer: { status: 200, body: { StatusCode: 0, StatusMessage: "success" } },
      status: "delivered",
    },
  ],
};

const DINGTALK_SECRET = "SECdingtalk-sign-secret";

/** https://open.dingtalk.com/document/robots/custom-robot-access and …/customize-robot-security-settings */
const dingtalk: StandIn = {
  settings: {
    url: "https://oapi.dingtalk.com/robot/send?access_token=t0k3nt0k3n",
    secrets: [{ value: DINGTALK_SECRET }],
  },
  receive(request) {
    const stamp = request.url.searchParams.get("timestamp") ?? "";
    const sign = createHmac("sha256", DINGTALK_SECRET)
      .update(`${stamp}\n${DINGTALK_SECRET}`)
      .digest("base64");
    if (Math.abs(Number(stamp) - TRIED_AT) > 3_600_000) {
      return { status: 200, body: { errcode: 310_000, errmsg: "invalid timestamp" } };
    }
    if (request.url.searchParams.get("sign") !== sign) {
      return { status: 200, body: { errcode: 310_000, errmsg: "sign not match" } };
    }
    if (Buffer.byteLength(request.body) > 20_000) {
      return {
        status: 200,
        body: { errcode: 460_101, errmsg: "message too long, exceed 20000 bytes" },
      };
    }
    if (text(json(request), "text", "content") === "") {
      return { status: 200, body: { errcode: 400_105, errmsg: "content is empty" } };
    }
    return { status: 200, body: { errcode: 0, errmsg: "ok" } };
  },
  active: (request) =>
    at(json(request), "msgtype") === "text" && at(json(request), "at", "isAtAll") === false
      ? []
      : ["at"],
  reads: (request) => text(json(request), "text", "content"),
  refuses: [
    {
      settings: { secrets: [{ value: "another secret" }] },
      status: "failed",
      error: "DingTalk 310000: sign not match",
    },
    {
      answer: { status: 200, body: { errcode: 310_000, errmsg: "keywords not in content" } },
      status: "failed",
      error: "DingTalk 310000: keywords not in content",
    },
    {
      answer: { status: 200, body: { errcode: 400_105, errmsg: "msgtype is null" } },
      status: "dead",
      error: "DingTalk 400105: msgtype is null (no retry: giveUpOn)",
    },
    {
      answer: {
        status: 200,
        body: { errcode: 130_101, errmsg: "send too fast, exceed 20 times per minute" },
      },
      status: "failed",
      busy: true,
    },
  ],
};

/** https://developer.work.weixin.qq.com/document/path/91770 and /90313 */
const wecom: StandIn = {
  settings: { url: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=s3cr3tS3cr3t" },
  receive(request) {
    const content = text(json(request), "text", "content");
    if (content === "") return { status: 200, body: { errcode: 44_004, errmsg: "empty content" } };
    if (Buffer.byteLength(content) <= 2048)
      return { status: 200, body: { errcode: 0, errmsg: "ok" } };
    return {
      status: 200,
      body: {
        errcode: 40_058,
        errmsg: "text.content exceed max length 2048. invalid Request Parameter",
      },
    };
  },
  active: (request) => [
    ...(text(json(request), "text", "content").match(/<@[^>]*>/g) ?? []),
    ...(at(json(request), "text", "mentioned_list") === undefined ? [] : ["mentioned_list"]),
  ],
  reads: (request) => seen(text(json(request), "text", "content")),
  refuses: [
    {
      answer: { status: 200, body: { errcode: 93_000, errmsg: "invalid webhook url" } },
      status: "failed",
      error: "WeCom 93000: invalid webhook url",
    },
    {
      answer: {
        status: 200,
        body: { errcode: 40_058, errmsg: "text.content exceed max length 2048" },
      },
      status: "dead",
      error: "WeCom 40058: text.content exceed max length 2048 (no retry: giveUpOn)",
    },
    {
      answer: { status: 200, body: { errcode: 45_009, errmsg: "api freq out of limit" } },
      status: "failed",
      busy: true,
    },
  ],
};

/** https://docs.kakaoi.ai/kakao_work/webapireference/commonguide/ */
const kakaowork: StandIn = {
  settings: {
    url: "https://api.kakaowork.com/v1/messages.send",
    options: { token: "app-key-app-key", conversationId: 42 },
  },
  receive(request) {
    const refuse = (code: string, message: string) => ({
      status: 200,
      body: { success: false, error: { code, message } },
    });
    if (request.headers["authorization"] !== "Bearer app-key-app-key")
      return refuse("invalid_authentication", "Invalid app key");
    const body = json(request);
    const length = text(body, "text").length;
    if (at(body, "conversation_id") !== 42)
      return refuse("invalid_parameter", "no such conversation");
    if (length === 0 || length > 500) return refuse("invalid_parameter", "text is too long");
    return { status: 200, body: { success: true, error: null, message: { id: "1" } } };
  },
  active: (request) => (at(json(request), "blocks") === undefined ? [] : ["blocks"]),
  reads: (request) => text(json(request), "text"),
  refuses: [
    {
      settings: { options: { token: "another-key", conversationId: 42 } },
      status: "failed",
      error: "KakaoWork invalid_authentication: Invalid app key",
    },
  ],
};

/** https://support.jandi.com/en/articles/6352697-receiving-incoming-webhooks-in-jandi */
const jandi: StandIn = {
  settings: { url: "https://wh.jandi.com/connect-api/webhook/1/s3cr3tS3cr3t" },
  receive(request) {
    const { accept } = request.headers;
    const body = json(request);
    if (
      accept !== "application/vnd.tosslab.jandi-v2+json" ||
      text(body, "body") === "" ||
      text(body, "connectInfo", 0, "description").length > 5000
    ) {
      return { status: 400, body: { code: 40_000, msg: "Bad Request" } };
    }
    return { status: 200, body: {} };
  },
  active: (request) => request.body.match(/\[[^\u200B\]]*\]\([^)]*\)/g) ?? [],
  reads: (request) => seen(text(json(request), "connectInfo", 0, "description")),
  refuses: [
    {
      settings: { headers: { Accept: "*/*" } },
      status: "dead",
      error: "HTTP 400: JANDI 40000: Bad Request (no retry: giveUpOn)",
    },
  ],
};

const dooray: StandIn = {
  settings: { url: "https://hook.dooray.com/services/1/2/s3cr3tS3cr3t" },
  receive(request) {
    const length = text(json(request), "text").length;
    const isSuccessful = length > 0 && length <= 5000;
    return {
      status: 200,
      body: { header: { isSuccessful, resultCode: isSuccessful ? 0 : -1, resultMessage: "" } },
    };
  },
  active: (request) => text(json(request), "text").match(/\[[^\u200B\]]*\]\([^)]*\)/g) ?? [],
  reads: (request) => seen(text(json(request), "text")),
  refuses: [
    {
      answer: {
        status: 200,
        body: { header: { isSuccessful: false, resultCode: -404, resultMessage: "no such hook" } },
      },
      status: "failed",
      error: "Dooray -404: no such hook",
    },
    { answer: { status: 200, body: "" }, status: "delivered" },
  ],
};

export const EAST_ASIA: Readonly<Record<string, StandIn>> = {
  line,
  feishu,
  dingtalk,
  wecom,
  kakaowork,
  jandi,
  dooray,
};
