// One delivery, opened, in Chinese in simplified script.
import type { delivery as english } from "../../en/page/delivery.ts";

export const delivery: typeof english = {
  label: "投递",
  retry: "立即重试",
  replay: "重放",
  replayed: "已作为新的投递再次发送。",
  curl: "复制为 curl",
  curlComment: (variables, endpoint, where) =>
    `${variables.join("、")}：端点 ${endpoint} 的值${where && `（${where}）`}`,
  attempts: "尝试",
  noAttempts: "尚未尝试。",
  attempt: (number) => `第 ${number} 次尝试`,
  ok: "正常",
  event: "事件",
  why: "原因",
  request: "请求",
  response: "最后一次尝试的应答",
  showBody: "显示正文",
  showAnswer: "显示应答",
  empty: "（空）",
  cut: (bytes) => `已截断；完整内容为 ${bytes}。`,
  headersNote: "不显示端点设置所添加的标头。",
  stages: { dns: "DNS", connect: "连接", tls: "TLS", firstByte: "首字节", total: "正文" },
  gone: "此端点已不在配置中；投递会等到它恢复。",
  hears: "按当前设置，此事件会被发送。",
  deaf: "按当前设置，此事件不会被发送。",
  clause: (holds, wanted, found) =>
    [
      holds ? "符合" : "不符合",
      ...(wanted === undefined ? [] : [`条件：${wanted}`]),
      ...(found.length === 0 ? [] : [`实际值：${found.join(", ")}`]),
    ].join(" · "),
  reaches: (host, addresses) =>
    addresses.includes(host) ? `可以连接 ${host}。` : `${host} 的地址是 ${addresses.join(", ")}。`,
  transformFails: (error) => `无法生成正文：${error}`,
  facts: {
    id: "投递",
    eventId: "事件",
    agentId: "智能体",
    channel: "渠道",
    userId: "用户",
    sessionKey: "会话",
    created: "创建",
    updated: "更新",
    next: "下次尝试",
  },
};
