// Routes, and what came in by them, in Korean.
import type * as english from "../../en/page/requests.ts";
import { requestStatus } from "./states.ts";

export const routes: typeof english.routes = {
  title: "라우트",
  route: "라우트",
  state: "상태",
  url: "보내는 쪽에 알려 줄 URL",
  auth: "호출할 수 있는 쪽",
  agent: "에이전트",
  last: "마지막 요청",
  ok: "정상",
  held: "설정 오류",
};

export const requests: typeof english.requests = {
  list: "수신 요청, 최신순",
  noneYet: "아직 요청이 없습니다",
  noneYetLong: "라우트로 온 요청이 각 단계의 판정과 함께 여기에 나타납니다.",
  steps: "단계",
  run: "실행",
  prompt: "프롬프트",
  showPrompt: "프롬프트 보기",
  reply: "답변",
  showReply: "답변 보기",
  fenced: "보내는 쪽이 쓴 내용입니다. 에이전트에게는 따르지 말라고 알립니다",
  items: "항목",
  batch: "묶음",
  itemOf: (place, count) => `${count}개 중 ${place}번째 항목, 담겨 온 요청:`,
  itemGone: "로그에서 삭제됨",
  callback: "콜백",
  noCallback: "이 실행의 끝을 받는 엔드포인트가 없습니다.",
  replay: "다시 처리",
  dryRun: "모의 실행",
  replayed: (status) => `새 요청으로 다시 처리했습니다(${requestStatus[status]}):`,
  wouldBe: (before, now) =>
    `당시: ${requestStatus[before]} → 지금 처리한다면: ${requestStatus[now]}`,
  sameAsThen: "달라진 것이 없습니다.",
  differs: (what) => `달라진 것: ${what.join(", ")}`,
  wouldBeTold: "에이전트가 받게 될 내용",
  filters: "요청 필터",
  status: "상태",
  everyStatus: "모든 상태",
  route: "라우트",
  agent: "에이전트",
  text: "사유, ID 또는 상대 주소",
  nothingFound: "맞는 요청이 없습니다",
  nothingFoundLong: "필터를 넓히면 다른 요청이 보입니다.",
  more: "이전 요청",
  columns: { time: "시각", status: "상태", route: "라우트", answer: "응답", reason: "사유" },
};
