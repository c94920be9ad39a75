import { exportSecurityEvents, listSecurityEvents } from '../security-log'
import { example } from './example'
import { OPERATOR } from './ids'

export const SECURITY_LOG = [
  example(listSecurityEvents, {
    answer: {
      items: [
        {
          id: 4711,
          at: '2026-12-01T02:58:00.000Z',
          action: 'PRODUCT_CHANGED',
          actor: OPERATOR,
          subject: 'SMR-CONTENTS',
          address: '203.0.113.7',
          userAgent:
            'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
          requestId: '0d3e7c1a-6b1f-4f57-9a1e-2f7a9d0c5b11',
          details: { changes: [{ field: 'ecpm', before: 12000, after: 13000 }] },
        },
      ],
    },
  }),
  example(exportSecurityEvents, {
    answer: `번호,시각(서울),한 일,계정,대상,주소,브라우저,요청 ID,자세히\r\n4711,2026-12-01 11:58,상품·단가 변경,${OPERATOR},SMR-CONTENTS,203.0.113.7,Mozilla/5.0,0d3e7c1a-6b1f-4f57-9a1e-2f7a9d0c5b11,\r\n`,
  }),
]
