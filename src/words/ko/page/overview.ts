// The overview, in Korean.
import type { overview as english } from "../../en/page/overview.ts";

export const overview: typeof english = {
  delivered: "전송됨",
  success: "성공률",
  median: "응답 시간 중앙값",
  p95: "95번째 백분위수",
  waiting: "대기 중",
  dead: "포기한 전송",
  oldest: (age) => `가장 오래된 것 ${age}`,
  lost: (count) => `이 기간에 ${count}건`,
  failed: (_count, shown) => `실패한 시도 ${shown}회`,
  perMinute: "분당 전송 수",
  response: "응답 시간",
  endpoints: "엔드포인트",
  range: "기간",
  quiet: "이 기간에 보낸 것이 없습니다.",
  legend: {
    delivered: (rate) => `전송됨 ${rate}`,
    failed: (rate) => `실패 ${rate}`,
    dead: (rate) => `포기함 ${rate}`,
  },
};
