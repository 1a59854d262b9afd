// The overview, in Japanese.
import type { overview as english } from "../../en/page/overview.ts";

export const overview: typeof english = {
  delivered: "配信済み",
  success: "成功率",
  median: "応答時間の中央値",
  p95: "95 パーセンタイル",
  waiting: "待機中",
  dead: "断念した配信",
  oldest: (age) => `最長 ${age}`,
  lost: (count) => `この期間に ${count} 件`,
  failed: (_count, shown) => `失敗した試行 ${shown} 回`,
  perMinute: "1 分あたりの配信数",
  response: "応答時間",
  endpoints: "エンドポイント",
  range: "期間",
  quiet: "この期間に送信したものはありません。",
  legend: {
    delivered: (rate) => `配信済み ${rate}`,
    failed: (rate) => `失敗 ${rate}`,
    dead: (rate) => `断念 ${rate}`,
  },
};
