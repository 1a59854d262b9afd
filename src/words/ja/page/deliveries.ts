// The list of deliveries, and the retry of many, in Japanese.
import type * as english from "../../en/page/deliveries.ts";

export const deliveries: typeof english.deliveries = {
  filters: "フィルター",
  list: "配信（新しい順）",
  all: "すべて",
  status: "状態",
  endpoint: "エンドポイント",
  everyEndpoint: "すべてのエンドポイント",
  event: "イベント",
  everyEvent: "すべてのイベント",
  agent: "エージェント",
  instanceId: "Gateway 名",
  anyTime: "全期間",
  between: "期間を指定…",
  time: "時刻",
  from: "開始",
  to: "終了",
  text: "本文または ID で検索",
  narrowedBy: "一覧に適用中のフィルター",
  takeOff: (name) => `${name}のフィルターを解除`,
  columns: {
    time: "時刻",
    status: "状態",
    event: "イベント",
    endpoint: "エンドポイント",
    about: "エージェント · ユーザー",
    tries: "試行",
    took: "所要",
    answer: "応答",
  },
  unseen: (count) => `新着 ${count} 件`,
  retryAll: "まとめて再試行…",
};

export const gateways: typeof english.gateways = {
  gateway: "Gateway 名",
  every: "すべての Gateway",
};

export const bulk: typeof english.bulk = {
  title: "配信の再試行",
  counting: (count) => `集計中… ${count}`,
  counted: (_count, shown) =>
    `失敗または断念した配信のうち ${shown} 件がフィルターに合います。元のイベント ID のまま送り直すので、受信済みの送信先は重複だと分かります。`,
  nothing: "失敗または断念した配信のうち、フィルターに合うものはありません。",
  start: (count) => `${count} 件を再試行`,
  running: (done, all) => `${all} 件中 ${done} 件をキューに追加`,
  done: (_count, shown) => `${shown} 件をキューに追加しました。まもなく送信されます。`,
};
