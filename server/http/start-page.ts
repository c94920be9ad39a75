import type { Router } from 'express'

const page = (workbench: boolean) => `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flightsheet</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.6 "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans KR", system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }
  h1 { font-size: 1.75rem; margin: 0 0 .25rem; }
  p { margin: .5rem 0 1.5rem; opacity: .8; }
  li { margin: .4rem 0; }
  a { color: #0f6cbd; }
  @media (prefers-color-scheme: dark) { a { color: #62abf5; } }
</style>
</head>
<body>
<h1>Flightsheet</h1>
<p>엑셀에서 계획하고 구매하는 보장형 동영상 광고 인벤토리 서비스입니다.<br>
<span lang="en">Guaranteed video-ad inventory, planned and bought inside Excel.</span></p>
<ul>
  ${workbench ? '<li><a href="/workbench">워크벤치: 엑셀 없이 써 보기 · Workbench: try it without Excel</a></li>' : ''}
  <li><a href="/dashboard">모니터링: 캠페인 상태와 집행, 판매율 · Dashboard</a></li>
  <li><a href="/operator">인벤토리 관리: 예측 파일, 확정, 위험, 카탈로그 · Inventory desk for operators</a></li>
  <li><a href="/api/docs">API 문서 · API documentation</a></li>
  <li><a href="/api/v1/openapi.json">OpenAPI 3.1</a></li>
  <li><a href="/health">서비스 상태 · Health</a></li>
</ul>
</body>
</html>
`

/** The page at the root, which names the service and links to its pages. */
export function startPage(router: Router, { production }: { production: boolean }): void {
  router.get('/', (_request, response) => {
    response.type('html').send(page(!production))
  })
}
