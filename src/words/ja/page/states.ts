// The states that deliveries, requests and endpoints are in, in Japanese.
import type * as english from "../../en/page/states.ts";

export const status: typeof english.status = {
  pending: "待機中",
  delivered: "配信済み",
  failed: "再試行中",
  dead: "断念",
};

export const requestStatus: typeof english.requestStatus = {
  rejected: "拒否",
  failed: "失敗",
  handshake: "ハンドシェイク",
  filtered: "除外",
  duplicate: "重複",
  merged: "統合済み",
  waiting: "待機中",
  running: "実行中",
  completed: "完了",
};

export const ranges: typeof english.ranges = {
  hour: "過去 1 時間",
  day: "過去 1 日",
  week: "過去 1 週間",
};

export const states: typeof english.states = {
  ok: { word: "正常", meaning: "送信しています。" },
  failing: { word: "失敗中", meaning: "何も届いていません。配信は次の試行を待っています。" },
  slowing: { word: "減速中", meaning: "送信先がリクエストを減らすよう求めました。" },
  parked: {
    word: "保留中",
    meaning: "失敗が続いています。確認リクエストが成功するまで配信は待機します。",
  },
  blocked: {
    word: "遮断中",
    meaning: "プロキシが何も通しません。配信は再試行されます。",
  },
  paused: { word: "一時停止中", meaning: "配信は待機しています。" },
  disabled: { word: "無効", meaning: "再開するまで何も送信しません。" },
  held: { word: "設定エラー", meaning: "設定が機能しません。配信は待機しています。" },
  unread: { word: "未読", meaning: "送信先が読み取っていません。配信は待機しています。" },
  gone: { word: "削除済み", meaning: "設定から削除されています。配信は待機しています。" },
};

export const verdict: typeof english.verdict = { passed: "合格", failed: "不合格" };
