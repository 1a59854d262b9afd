// The endpoints, and what one would send, in Korean.
import type * as english from "../../en/page/endpoints.ts";
import { shell } from "./shell.ts";

export const endpoints: typeof english.endpoints = {
  success: "성공률",
  p50: "p50",
  p95: "p95",
  waiting: "대기 중",
  inFlight: "보내는 중",
  pause: "일시 중지",
  resume: "재개",
  test: "테스트 보내기",
  testing: "보내는 중…",
  events: "이벤트",
  everyEvent: "모든 이벤트",
  to: "받는 곳",
  filter: "필터",
  body: "본문",
  signature: "서명",
  testEvent: "테스트와 미리 보기에 쓸 이벤트",
  preview: "미리 보기",
  transformed: "변환됨",
  signed: "서명함",
  unsigned: "서명 안 함",
  probe: "다음 확인 요청",
  until: "다시 보냄",
  since: "실패 시작",
  deliveries: "전송",
  testDelivered: (status, took) => `전송됨: ${status}, ${took}`,
  testFailed: (error) => `전송되지 않음: ${error}`,
  testSlow: "보냈습니다. 아직 응답이 없습니다.",
};

export const preview: typeof english.preview = {
  title: (event, endpoint) => `${event ?? shell.loading} → ${endpoint}`,
  sent: "이 이벤트의 샘플은 전송됩니다.",
  notSent: "지금 설정으로는 이 샘플이 전송되지 않지만, 참고로 보여 줍니다.",
  refuses: (clause, found) => `${clause} 조건에 맞지 않습니다. 실제 값: ${found}`,
  nothing: "없음",
  headers: "헤더",
};
