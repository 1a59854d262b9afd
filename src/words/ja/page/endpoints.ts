// The endpoints, and what one would send, in Japanese.
import type * as english from "../../en/page/endpoints.ts";
import { shell } from "./shell.ts";

export const endpoints: typeof english.endpoints = {
  success: "成功率",
  p50: "p50",
  p95: "p95",
  waiting: "待機中",
  inFlight: "送信中",
  pause: "一時停止",
  resume: "再開",
  test: "テスト送信",
  testing: "送信中…",
  events: "イベント",
  everyEvent: "すべてのイベント",
  to: "送信先",
  filter: "フィルター",
  body: "本文",
  signature: "署名",
  testEvent: "テストとプレビューに使うイベント",
  preview: "プレビュー",
  transformed: "変換あり",
  signed: "署名あり",
  unsigned: "署名なし",
  probe: "次の確認リクエスト",
  until: "送信再開",
  since: "失敗の開始",
  deliveries: "配信",
  testDelivered: (status, took) => `配信しました：${status}（${took}）`,
  testFailed: (error) => `配信できませんでした：${error}`,
  testSlow: "送信しました。まだ応答がありません。",
};

export const preview: typeof english.preview = {
  title: (event, endpoint) => `${event ?? shell.loading} → ${endpoint}`,
  sent: "このイベントのサンプルは送信されます。",
  notSent: "現在の設定ではこのサンプルは送信されません。参考として表示します。",
  refuses: (clause, found) => `条件 ${clause} に合いません。実際の値：${found}`,
  nothing: "なし",
  headers: "ヘッダー",
};
