// The states that deliveries, requests and endpoints are in, in Chinese in simplified script.
import type * as english from "../../en/page/states.ts";

export const status: typeof english.status = {
  pending: "等待中",
  delivered: "已投递",
  failed: "重试中",
  dead: "已放弃",
};

export const requestStatus: typeof english.requestStatus = {
  rejected: "已拒绝",
  failed: "失败",
  handshake: "握手",
  filtered: "已过滤",
  duplicate: "重复",
  merged: "已合并",
  waiting: "等待中",
  running: "运行中",
  completed: "已完成",
};

export const ranges: typeof english.ranges = {
  hour: "最近 1 小时",
  day: "最近 1 天",
  week: "最近 1 周",
};

export const states: typeof english.states = {
  ok: { word: "正常", meaning: "正在发送。" },
  failing: { word: "失败中", meaning: "全部未送达；投递等待下一次尝试。" },
  slowing: { word: "减速中", meaning: "接收方要求减少请求。" },
  parked: { word: "已搁置", meaning: "持续失败；投递等待探测成功。" },
  blocked: { word: "被拦截", meaning: "代理不放行任何请求；投递会重试。" },
  paused: { word: "已暂停", meaning: "投递等待中。" },
  disabled: { word: "已停用", meaning: "恢复之前不发送任何内容。" },
  held: { word: "配置错误", meaning: "设置不可用；投递等待中。" },
  unread: { word: "未读取", meaning: "接收方没有读取；投递等待中。" },
  gone: { word: "已移除", meaning: "已不在配置中；投递等待中。" },
};

export const verdict: typeof english.verdict = { passed: "通过", failed: "未通过" };
