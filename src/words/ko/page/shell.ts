// What stands around every part of the page, and where there is nothing to show, in Korean.
import type { shell as english } from "../../en/page/shell.ts";

export const shell: typeof english = {
  title: "웹훅",
  tabs: {
    overview: "개요",
    deliveries: "전송",
    endpoints: "엔드포인트",
    requests: "수신",
  },
  live: "실시간",
  offline: "연결 끊김",
  offlineLong:
    "Gateway에 연결되어 있지 않습니다. 보이는 내용이 최신이 아닐 수 있으며, 다시 연결되면 자동으로 갱신됩니다.",
  readOnly: "읽기 전용",
  framed:
    "이 탭에서는 읽기만 할 수 있습니다. 재시도, 일시 중지, 테스트를 쓰려면 Settings → Labs → Custom plugin UI에서 전체 페이지를 켜세요.",
  noRead: "전송을 볼 권한이 없습니다",
  noReadLong: "이 연결에는 operator.read 권한이 없습니다. Gateway 운영자에게 요청하세요.",
  loading: "불러오는 중…",
  failed: "불러오지 못했습니다",
  again: "다시 시도",
  none: "–",
  close: "닫기",
  copy: "복사",
  copied: "복사됨",
  cancel: "취소",
  emptyTitle: "아직 엔드포인트가 없습니다",
  emptyLong:
    "아래 명령의 주소를 내 주소로 바꿔 실행하거나, ~/.openclaw/openclaw.json의 해당 위치에 엔드포인트를 적으세요. Gateway가 바로 반영합니다.",
  noMatch: "일치하는 항목이 없습니다",
  noMatchLong: "이 필터에 맞는 전송이 없습니다.",
  clear: "필터 지우기",
  noneYet: "아직 보낸 것이 없습니다",
  noneYetLong:
    "무언가 일어나면 바로 여기에 전송이 나타납니다. 에이전트에게 말을 걸거나 ‘엔드포인트’에서 테스트를 보내 보세요.",
  now: "방금",
  ago: (span) => `${span} 전`,
  ahead: (span) => `${span} 후`,
};
