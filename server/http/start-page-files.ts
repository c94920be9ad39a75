/** Signs in as the pressed demo account, keeps the session where pane and pages look for it, and opens the page. */
export const START_PAGE_SCRIPT = `const keep = (key, value) => localStorage.setItem('flightsheet.' + key, value)
const language = document.documentElement.lang
for (const link of document.querySelectorAll('[data-language]'))
  link.addEventListener('click', () => keep('language', link.dataset.language))
for (const button of document.querySelectorAll('[data-email]'))
  button.addEventListener('click', async () => {
    const { email, password, opens } = button.dataset
    const failed = document.getElementById('failed')
    failed.hidden = true
    button.disabled = true
    try {
      const response = await fetch('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      })
      if (!response.ok) throw new Error(String(response.status))
      const { token } = await response.json()
      keep('token', token)
      keep('language', language)
      location.href = opens
    } catch {
      failed.hidden = false
    }
    button.disabled = false
  })
`

export const START_PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1b2733; --quiet: #52606d; --line: #d9e0e7; --paper: #ffffff; --ground: #f4f7fa; --blue: #0f5ea8; --navy: #1f3a5f; --soft: #e4effa; --green: #0b6a3a; --green-soft: #dff3e6; --amber: #7a5200; --amber-soft: #fbeecb; --red: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef2f6; --quiet: #b3bfca; --line: #3c4853; --paper: #202830; --ground: #151b21; --blue: #7cb8f5; --navy: #2f5486; --soft: #24405c; --green: #8fdcae; --green-soft: #1d4430; --amber: #f3cf7c; --amber-soft: #4a3a12; --red: #ff9a9e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans KR", system-ui, sans-serif; word-break: keep-all; overflow-wrap: break-word; }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.25rem; padding-top: 1.25rem; }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 700; font-size: 1.15rem; margin-right: auto; }
.brand img { border-radius: 7px; }
a { color: var(--blue); }
.state { color: var(--ink); text-decoration: none; font-size: .9rem; }
.state:hover { text-decoration: underline; }
.state::before { content: ""; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; margin-right: .45rem; background: var(--green); }
.state.unwell { color: var(--red); font-weight: 700; }
.state.unwell::before { background: var(--red); }
.lead { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 2.5rem; align-items: center; padding: 2.5rem 0 1.5rem; }
h1 { font-size: 2.1rem; line-height: 1.3; margin: 0 0 1rem; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 1.75rem 0 .25rem; }
p { margin: 0 0 .75rem; }
.sentences { margin: 0; padding: 0; list-style: none; }
.sentences li { margin: .6rem 0; padding-left: .9rem; border-left: 3px solid var(--blue); }
.quiet, small { color: var(--quiet); }
.cards { list-style: none; margin: .75rem 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(14.5rem, 1fr)); gap: .75rem; }
.card { display: flex; flex-direction: column; gap: .15rem; width: 100%; height: 100%; padding: .85rem 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); color: var(--ink); font: inherit; font-size: .95rem; text-align: left; text-decoration: none; cursor: pointer; }
.card strong { font-size: 1.05rem; }
.card:hover { border-color: var(--blue); background: var(--soft); }
.card:disabled { cursor: progress; color: var(--quiet); }
.card em { font-style: normal; font-weight: 600; font-size: .8rem; margin-left: .35rem; padding: .1rem .45rem; border-radius: 99px; background: var(--soft); color: var(--ink); }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
#failed { color: var(--red); margin-top: .75rem; }
footer { padding-top: 2rem; padding-bottom: 2.5rem; font-size: .9rem; }
.picture svg { display: block; width: 100%; height: auto; font-size: 12px; }
.picture text { fill: var(--ink); }
.picture .paper { fill: var(--paper); stroke: var(--line); stroke-width: 1.5; }
.picture .rule { stroke: var(--line); }
.picture .dot, .picture .track { fill: var(--line); }
.picture .head, .picture .button { fill: var(--navy); }
.picture .head-text, .picture .button-text { fill: #fff; font-weight: 600; }
.picture .number { font-variant-numeric: tabular-nums; }
.picture .total, .picture .pane-title { font-weight: 700; }
.picture .quiet { fill: var(--quiet); }
.picture .cursor { fill: none; stroke: var(--blue); stroke-width: 2; }
.picture .bar { fill: var(--line); }
.picture .bar.today { fill: var(--blue); }
.picture rect.running { fill: var(--soft); } .picture rect.booked { fill: var(--green-soft); } .picture rect.held { fill: var(--amber-soft); } .picture rect.buy { fill: var(--navy); }
.picture .tag-text { font-size: 11px; font-weight: 600; }
.picture text.booked { fill: var(--green); } .picture text.held { fill: var(--amber); } .picture text.buy { fill: #fff; }
@media (max-width: 52rem) { .lead { grid-template-columns: minmax(0, 1fr); gap: 1.5rem; padding-top: 1.5rem; } h1 { font-size: 1.6rem; } }
`
