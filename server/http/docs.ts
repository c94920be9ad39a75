import express, { type Router } from 'express'
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js'
import { openApiDocument } from './openapi'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flightsheet API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`
const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, persistAuthorization: true })\n`

/** The API's description, and a page to read and try it. They contain no data and need no token. */
export function docsRoutes(router: Router): void {
  const document = JSON.stringify(openApiDocument())
  router.get('/api/v1/openapi.json', (_request, response) => {
    response.type('application/json').send(document)
  })
  router.get('/api/docs', (_request, response) => {
    response.type('html').send(PAGE)
  })
  router.get('/api/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(START)
  })
  router.use('/api/docs', express.static(swaggerUiFolder(), { index: false, maxAge: '1d' }))
}
