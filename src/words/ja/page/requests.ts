// Routes, and what came in by them, in Japanese.
import type * as english from "../../en/page/requests.ts";
import { requestStatus } from "./states.ts";

export const routes: typeof english.routes = {
  title: "ルート",
  route: "ルート",
  state: "状態",
  url: "送信元に伝える URL",
  auth: "呼び出せる相手",
  agent: "エージェント",
  last: "最後のリクエスト",
  ok: "正常",
  held: "設定エラー",
};

export const requests: typeof english.requests = {
  list: "受信リクエスト（新しい順）",
  noneYet: "リクエストはまだありません",
  noneYetLong: "ルートに届いたリクエストが、各段階の判定とともにここに表示されます。",
  steps: "段階",
  run: "実行",
  prompt: "プロンプト",
  showPrompt: "プロンプトを表示",
  reply: "返答",
  showReply: "返答を表示",
  fenced: "送信元が書いた内容です。エージェントには従わないよう伝えています",
  items: "項目",
  batch: "バッチ",
  itemOf: (place, count) => `${count} 件中 ${place} 件目、元のリクエスト：`,
  itemGone: "ログから削除済み",
  callback: "コールバック",
  noCallback: "この実行の終了を受け取るエンドポイントはありません。",
  replay: "再処理",
  dryRun: "試しに実行",
  replayed: (status) => `新しいリクエストとして再処理しました（${requestStatus[status]}）：`,
  wouldBe: (before, now) =>
    `当時：${requestStatus[before]} → 今処理した場合：${requestStatus[now]}`,
  sameAsThen: "違いはありません。",
  differs: (what) => `違い：${what.join(", ")}`,
  wouldBeTold: "エージェントに伝わる内容",
  filters: "リクエストのフィルター",
  status: "状態",
  everyStatus: "すべての状態",
  route: "ルート",
  agent: "エージェント",
  text: "理由、ID、相手のアドレス",
  nothingFound: "該当するリクエストがありません",
  nothingFoundLong: "フィルターを広げると、ほかのリクエストが表示されます。",
  more: "以前のリクエスト",
  columns: { time: "時刻", status: "状態", route: "ルート", answer: "応答", reason: "理由" },
};
