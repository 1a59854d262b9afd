// One delivery, opened, in Korean.
import type { delivery as english } from "../../en/page/delivery.ts";

export const delivery: typeof english = {
  label: "전송",
  retry: "지금 재시도",
  replay: "재전송",
  replayed: "새 전송으로 한 번 더 보냈습니다.",
  curl: "curl로 복사",
  curlComment: (variables, endpoint, where) =>
    `${variables.join(", ")}: 엔드포인트 ${endpoint}의 값${where && ` (${where})`}`,
  attempts: "시도",
  noAttempts: "아직 시도하지 않았습니다.",
  attempt: (number) => `시도 ${number}`,
  ok: "정상",
  event: "이벤트",
  why: "이유",
  request: "요청",
  response: "마지막 시도의 응답",
  showBody: "본문 보기",
  showAnswer: "응답 보기",
  empty: "(비어 있음)",
  cut: (bytes) => `일부만 표시됩니다. 전체 크기는 ${bytes}입니다.`,
  headersNote: "엔드포인트 설정이 추가하는 헤더는 표시하지 않습니다.",
  stages: { dns: "DNS", connect: "연결", tls: "TLS", firstByte: "첫 바이트", total: "본문" },
  gone: "이 엔드포인트는 이제 설정에 없습니다. 다시 생길 때까지 전송이 기다립니다.",
  hears: "지금 설정으로는 이 이벤트가 전송됩니다.",
  deaf: "지금 설정으로는 이 이벤트가 전송되지 않습니다.",
  clause: (holds, wanted, found) =>
    [
      holds ? "충족" : "미충족",
      ...(wanted === undefined ? [] : [`조건: ${wanted}`]),
      ...(found.length === 0 ? [] : [`실제 값: ${found.join(", ")}`]),
    ].join(" · "),
  reaches: (host, addresses) =>
    addresses.includes(host)
      ? `${host}에 연결할 수 있습니다.`
      : `${host}의 주소는 ${addresses.join(", ")}입니다.`,
  transformFails: (error) => `본문을 만들 수 없습니다: ${error}`,
  facts: {
    id: "전송",
    eventId: "이벤트",
    agentId: "에이전트",
    channel: "채널",
    userId: "사용자",
    sessionKey: "세션",
    created: "생성",
    updated: "갱신",
    next: "다음 시도",
  },
};
