// The states that deliveries, requests and endpoints are in, in Korean.
import type * as english from "../../en/page/states.ts";

export const status: typeof english.status = {
  pending: "대기 중",
  delivered: "전송됨",
  failed: "재시도 중",
  dead: "포기함",
};

export const requestStatus: typeof english.requestStatus = {
  rejected: "거부됨",
  failed: "실패",
  handshake: "핸드셰이크",
  filtered: "필터링됨",
  duplicate: "중복",
  merged: "병합됨",
  waiting: "대기 중",
  running: "실행 중",
  completed: "완료",
};

export const ranges: typeof english.ranges = {
  hour: "최근 1시간",
  day: "최근 1일",
  week: "최근 1주",
};

export const states: typeof english.states = {
  ok: { word: "정상", meaning: "보내고 있습니다." },
  failing: {
    word: "실패 중",
    meaning: "아무것도 도착하지 않습니다. 전송이 다음 시도를 기다립니다.",
  },
  slowing: { word: "감속 중", meaning: "수신 측이 요청을 줄여 달라고 했습니다." },
  parked: {
    word: "보류됨",
    meaning: "계속 실패합니다. 확인 요청이 성공할 때까지 전송이 기다립니다.",
  },
  blocked: {
    word: "차단됨",
    meaning: "프록시가 아무것도 통과시키지 않습니다. 전송을 재시도합니다.",
  },
  paused: { word: "일시 중지됨", meaning: "전송이 기다립니다." },
  disabled: { word: "사용 안 함", meaning: "재개할 때까지 아무것도 보내지 않습니다." },
  held: { word: "설정 오류", meaning: "설정이 동작하지 않습니다. 전송이 기다립니다." },
  unread: { word: "읽지 않음", meaning: "수신 측이 읽지 않습니다. 전송이 기다립니다." },
  gone: { word: "삭제됨", meaning: "이제 설정에 없습니다. 전송이 기다립니다." },
};

export const verdict: typeof english.verdict = { passed: "통과", failed: "실패" };
