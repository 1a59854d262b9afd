// The list of deliveries, and the retry of many, in Chinese in simplified script.
import type * as english from "../../en/page/deliveries.ts";

export const deliveries: typeof english.deliveries = {
  filters: "筛选",
  list: "投递，最新的在前",
  all: "全部",
  status: "状态",
  endpoint: "端点",
  everyEndpoint: "所有端点",
  event: "事件",
  everyEvent: "所有事件",
  agent: "智能体",
  instanceId: "Gateway 名称",
  anyTime: "任意时间",
  between: "指定时间…",
  time: "时间",
  from: "开始",
  to: "结束",
  text: "搜索内容或 ID",
  narrowedBy: "列表的筛选条件",
  takeOff: (name) => `取消按${name}筛选`,
  columns: {
    time: "时间",
    status: "状态",
    event: "事件",
    endpoint: "端点",
    about: "智能体 · 用户",
    tries: "尝试",
    took: "用时",
    answer: "应答",
  },
  unseen: (count) => `${count} 个新投递`,
  retryAll: "全部重试…",
};

export const gateways: typeof english.gateways = { gateway: "Gateway 名称", every: "所有 Gateway" };

export const bulk: typeof english.bulk = {
  title: "重试投递",
  counting: (count) => `正在统计… ${count}`,
  counted: (_count, shown) =>
    `有 ${shown} 个失败或已放弃的投递符合筛选条件。它们会以原事件 ID 重新发送，已收到的接收方可以识别。`,
  nothing: "没有符合筛选条件的失败或已放弃的投递。",
  start: (count) => `重试 ${count} 个`,
  running: (done, all) => `已排队 ${done} / ${all}`,
  done: (_count, shown) => `已排队 ${shown} 个，即将发送。`,
};
