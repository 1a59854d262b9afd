// The overview, in Chinese in simplified script.
import type { overview as english } from "../../en/page/overview.ts";

export const overview: typeof english = {
  delivered: "已投递",
  success: "成功率",
  median: "响应时间中位数",
  p95: "第 95 百分位",
  waiting: "等待中",
  dead: "已放弃的投递",
  oldest: (age) => `最久 ${age}`,
  lost: (count) => `此期间 ${count} 次`,
  failed: (_count, shown) => `失败的尝试 ${shown} 次`,
  perMinute: "每分钟投递数",
  response: "响应时间",
  endpoints: "端点",
  range: "时间范围",
  quiet: "此期间没有发送任何内容。",
  legend: {
    delivered: (rate) => `已投递 ${rate}`,
    failed: (rate) => `失败 ${rate}`,
    dead: (rate) => `已放弃 ${rate}`,
  },
};
