import type { Router } from 'express'
import type { DemoAccount } from '../../shared/contract/accounts'
import type { Language } from '../../shared/language'
import type { DatabaseState } from './health'
import { START_PAGE_SCRIPT, START_PAGE_STYLE } from './start-page-files'
import { startPagePicture } from './start-page-picture'
import { START_PAGE_WORDS, type StartPageWords } from './start-page-words'

interface StartPageParts {
  /** Whether the workbench is served. */
  workbench: boolean
  state(): Promise<DatabaseState>
  demoAccounts(): Promise<DemoAccount[]>
}

/** The page at the root: what the service is, where its pages are, whether it is well, and who may try it. */
export function startPage(router: Router, { workbench, state, demoAccounts }: StartPageParts): void {
  router.get('/', async (request, response) => {
    const language: Language = request.query.lang === 'en' ? 'en' : 'ko'
    const database = await state()
    // A database that doesn't answer has no accounts either, and the page says so.
    const demo = database === 'ok' ? await demoAccounts() : []
    response.set('Cache-Control', 'no-cache').type('html').send(page(language, { workbench, database, demo }))
  })
  router.get('/start.js', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('js').send(START_PAGE_SCRIPT)
  })
}

interface Shown {
  workbench: boolean
  database: DatabaseState
  demo: readonly DemoAccount[]
}

function page(language: Language, { workbench, database, demo }: Shown): string {
  const words = START_PAGE_WORDS[language]
  const other = language === 'ko' ? 'en' : 'ko'
  const state = database === 'ok' || database === 'outdated' ? words.state[database] : words.state.other
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<link rel="icon" href="/addin/icons/icon-32.png">
<style>${START_PAGE_STYLE}</style>
<script src="/start.js" defer></script>
</head>
<body>
<header>
<span class="brand"><img src="/addin/icons/icon-80.png" alt="" width="32" height="32">Flightsheet</span>
<a class="state ${database === 'ok' ? 'well' : 'unwell'}" href="/health" title="${words.stateDetails}">${state}</a>
<a class="language" href="/?lang=${other}" lang="${other}" data-language="${other}">${words.otherLanguage}</a>
</header>
<main>
<div class="lead">
<div>
<h1>${words.headline}</h1>
<ul class="sentences">${words.sentences.map((sentence) => `<li>${sentence}</li>`).join('')}</ul>
</div>
<div class="picture">${startPagePicture(words)}</div>
</div>
${demo.length > 0 ? tryIt(demo, words, workbench) : ''}
<section aria-labelledby="pages">
<h2 id="pages">${words.pages}</h2>
<ul class="cards">${linksOf(words, workbench)}</ul>
</section>
</main>
<footer><a href="/health">${words.stateDetails}</a> · <a href="/api/v1/openapi.json">${words.openApi}</a></footer>
</body>
</html>
`
}

function linksOf({ links }: StartPageWords, workbench: boolean): string {
  const addresses = {
    ...(workbench ? { workbench: '/workbench' } : {}),
    dashboard: '/dashboard',
    operator: '/operator',
    docs: '/api/docs',
  }
  return Object.entries(addresses)
    .map(([name, address]) => {
      const [title, about] = links[name as keyof typeof links]
      return `<li><a class="card" href="${address}"><strong>${title}</strong><span>${about}</span></a></li>`
    })
    .join('')
}

/** Buttons that sign in as a demo account; who has no scripts sees what to type. */
function tryIt(demo: readonly DemoAccount[], words: StartPageWords, workbench: boolean): string {
  const buttons = demo.map(({ email, name, role, password }) => {
    const opens =
      role === 'operator' ? 'operator' : role === 'planner' && workbench ? 'workbench' : 'dashboard'
    return `<li><button type="button" class="card" data-email="${email}" data-password="${password}" data-opens="/${opens}">
<strong>${name} <em>${words.roles[role]}</em></strong><span>${words.opens[opens]}</span><small>${email}</small></button></li>`
  })
  return `<section aria-labelledby="start">
<h2 id="start">${words.start}</h2>
<p>${words.startHint} <span class="quiet">${words.password}: <code>${demo[0]!.password}</code></span></p>
<ul class="cards demo">${buttons.join('')}</ul>
<p id="failed" role="alert" hidden>${words.failed}</p>
</section>`
}
