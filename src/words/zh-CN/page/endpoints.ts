// The endpoints, and what one would send, in Chinese in simplified script.
import type * as english from "../../en/page/endpoints.ts";
import { shell } from "./shell.ts";

export const endpoints: typeof english.endpoints = {
  success: "成功率",
  p50: "p50",
  p95: "p95",
  waiting: "等待中",
  inFlight: "发送中",
  pause: "暂停",
  resume: "恢复",
  test: "发送测试",
  testing: "发送中…",
  events: "事件",
  everyEvent: "所有事件",
  to: "目标",
  filter: "筛选",
  body: "正文",
  signature: "签名",
  testEvent: "用于测试和预览的事件",
  preview: "预览",
  transformed: "已转换",
  signed: "已签名",
  unsigned: "未签名",
  probe: "下次探测",
  until: "恢复发送",
  since: "失败始于",
  deliveries: "投递",
  testDelivered: (status, took) => `已投递：${status}，用时 ${took}`,
  testFailed: (error) => `未投递：${error}`,
  testSlow: "已发送，尚无应答。",
};

export const preview: typeof english.preview = {
  title: (event, endpoint) => `${event ?? shell.loading} → ${endpoint}`,
  sent: "此事件的示例会被发送。",
  notSent: "按当前设置，此示例不会发送；仅供参考。",
  refuses: (clause, found) => `不符合 ${clause}，实际值：${found}`,
  nothing: "无",
  headers: "标头",
};
