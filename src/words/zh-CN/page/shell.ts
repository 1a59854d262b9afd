// What stands around every part of the page, and where there is nothing to show, in Chinese in simplified script.
import type { shell as english } from "../../en/page/shell.ts";

export const shell: typeof english = {
  title: "Webhook",
  tabs: {
    overview: "概览",
    deliveries: "投递",
    endpoints: "端点",
    requests: "入站",
  },
  live: "实时",
  offline: "已断开",
  offlineLong: "未连接到 Gateway。显示的内容可能已过时，重新连接后会自动更新。",
  readOnly: "只读",
  framed:
    "此标签页只能读取。要重试、暂停或测试，请在 Settings → Labs → Custom plugin UI 中启用完整页面。",
  noRead: "你无权查看投递",
  noReadLong: "此连接缺少 operator.read 权限。请联系 Gateway 的管理员。",
  loading: "加载中…",
  failed: "无法加载",
  again: "再试一次",
  none: "–",
  close: "关闭",
  copy: "复制",
  copied: "已复制",
  cancel: "取消",
  emptyTitle: "还没有端点",
  emptyLong:
    "把下面命令中的地址换成你自己的再运行，或者在 ~/.openclaw/openclaw.json 的相应位置写入端点。Gateway 会立即生效。",
  noMatch: "没有匹配项",
  noMatchLong: "没有符合这些筛选条件的投递。",
  clear: "清除筛选",
  noneYet: "尚未发送任何内容",
  noneYetLong: "一有事情发生，投递就会显示在这里。对智能体说句话，或者在“端点”中发送测试。",
  now: "刚刚",
  ago: (span) => `${span}前`,
  ahead: (span) => `${span}后`,
};
