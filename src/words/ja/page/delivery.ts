// One delivery, opened, in Japanese.
import type { delivery as english } from "../../en/page/delivery.ts";

export const delivery: typeof english = {
  label: "配信",
  retry: "今すぐ再試行",
  replay: "再送",
  replayed: "新しい配信としてもう一度送信しました。",
  curl: "curl としてコピー",
  curlComment: (variables, endpoint, where) =>
    `${variables.join("、")}：エンドポイント ${endpoint} の値${where && `（${where}）`}`,
  attempts: "試行",
  noAttempts: "まだ試行していません。",
  attempt: (number) => `試行 ${number}`,
  ok: "成功",
  event: "イベント",
  why: "理由",
  request: "リクエスト",
  response: "最後の試行への応答",
  showBody: "本文を表示",
  showAnswer: "応答を表示",
  empty: "（空）",
  cut: (bytes) => `一部のみ表示しています。全体は ${bytes} です。`,
  headersNote: "エンドポイントの設定で追加されるヘッダーは表示していません。",
  stages: { dns: "DNS", connect: "接続", tls: "TLS", firstByte: "先頭バイト", total: "本文" },
  gone: "このエンドポイントは設定にありません。戻るまで配信は待機します。",
  hears: "現在の設定では、このイベントは送信されます。",
  deaf: "現在の設定では、このイベントは送信されません。",
  clause: (holds, wanted, found) =>
    [
      holds ? "一致" : "不一致",
      ...(wanted === undefined ? [] : [`条件：${wanted}`]),
      ...(found.length === 0 ? [] : [`実際の値：${found.join(", ")}`]),
    ].join(" · "),
  reaches: (host, addresses) =>
    addresses.includes(host)
      ? `${host} に接続できます。`
      : `${host} のアドレスは ${addresses.join(", ")} です。`,
  transformFails: (error) => `本文を生成できません：${error}`,
  facts: {
    id: "配信",
    eventId: "イベント",
    agentId: "エージェント",
    channel: "チャネル",
    userId: "ユーザー",
    sessionKey: "セッション",
    created: "作成",
    updated: "更新",
    next: "次の試行",
  },
};
