// The list of deliveries, and the retry of many, in Korean.
import type * as english from "../../en/page/deliveries.ts";

export const deliveries: typeof english.deliveries = {
  filters: "필터",
  list: "전송 목록, 최신순",
  all: "전체",
  status: "상태",
  endpoint: "엔드포인트",
  everyEndpoint: "모든 엔드포인트",
  event: "이벤트",
  everyEvent: "모든 이벤트",
  agent: "에이전트",
  instanceId: "Gateway 이름",
  anyTime: "전체 기간",
  between: "기간 지정…",
  time: "시각",
  from: "시작",
  to: "끝",
  text: "내용 또는 ID 검색",
  narrowedBy: "목록에 적용된 필터",
  takeOff: (name) => `${name} 필터 해제`,
  columns: {
    time: "시각",
    status: "상태",
    event: "이벤트",
    endpoint: "엔드포인트",
    about: "에이전트 · 사용자",
    tries: "시도",
    took: "소요",
    answer: "응답",
  },
  unseen: (count) => `새 전송 ${count}건`,
  retryAll: "모두 재시도…",
};

export const gateways: typeof english.gateways = { gateway: "Gateway 이름", every: "모든 Gateway" };

export const bulk: typeof english.bulk = {
  title: "전송 재시도",
  counting: (count) => `세는 중… ${count}`,
  counted: (_count, shown) =>
    `실패했거나 포기한 전송 ${shown}건이 필터에 맞습니다. 각각 원래 이벤트 ID로 다시 보내므로, 이미 받은 수신 측은 알아볼 수 있습니다.`,
  nothing: "실패했거나 포기한 전송 중 필터에 맞는 것이 없습니다.",
  start: (count) => `${count}건 재시도`,
  running: (done, all) => `${all}건 중 ${done}건을 대기열에 넣음`,
  done: (_count, shown) => `${shown}건을 대기열에 넣었습니다. 곧 전송됩니다.`,
};
