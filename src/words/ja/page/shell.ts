// What stands around every part of the page, and where there is nothing to show, in Japanese.
import type { shell as english } from "../../en/page/shell.ts";

export const shell: typeof english = {
  title: "Webhook",
  tabs: {
    overview: "概要",
    deliveries: "配信",
    endpoints: "エンドポイント",
    requests: "受信",
  },
  live: "接続中",
  offline: "未接続",
  offlineLong:
    "Gateway に接続されていません。表示が最新でない可能性があります。再接続すると自動で更新されます。",
  readOnly: "読み取り専用",
  framed:
    "このタブは読み取り専用です。再試行、一時停止、テストを使うには、Settings → Labs → Custom plugin UI でフルページを有効にしてください。",
  noRead: "配信を表示する権限がありません",
  noReadLong: "この接続には operator.read の権限がありません。Gateway の管理者に依頼してください。",
  loading: "読み込み中…",
  failed: "読み込めませんでした",
  again: "もう一度試す",
  none: "–",
  close: "閉じる",
  copy: "コピー",
  copied: "コピーしました",
  cancel: "キャンセル",
  emptyTitle: "エンドポイントがまだありません",
  emptyLong:
    "次のコマンドのアドレスを自分のものに書き換えて実行するか、~/.openclaw/openclaw.json の該当箇所にエンドポイントを書いてください。Gateway はすぐに反映します。",
  noMatch: "該当するものがありません",
  noMatchLong: "このフィルターに合う配信はありません。",
  clear: "フィルターを解除",
  noneYet: "まだ何も送信していません",
  noneYetLong:
    "何かが起きると、配信がここに表示されます。エージェントに話しかけるか、「エンドポイント」からテストを送信してください。",
  now: "たった今",
  ago: (span) => `${span}前`,
  ahead: (span) => `${span}後`,
};
