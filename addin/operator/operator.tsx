import { Link } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { addMonths, businessDateOf, monthOf } from '../../shared/calendar'
import { loadedLater } from '../notifications/loaded-later'
import { PageHeader } from '../page/page-header'
import { searchOf, usePlace, VIEWS } from './address'
import { CatalogView } from './catalog/catalog-view'
import { useOperator } from './context'
import { FilesView } from './files/files-view'
import { useSending } from './files/sending'
import { MonthView } from './month/month-view'
import { RiskView } from './risk/risk-view'

const ApprovalsView = loadedLater(async () => (await import('./approvals/approvals-view')).ApprovalsView)
const SecurityView = loadedLater(async () => (await import('./security/security-view')).SecurityView)

/** The operator's page: forecast files, a month's standard inventory, what is at risk, the catalogue. */
export function Operator() {
  const { words, user } = useOperator()
  return (
    <div className="dashboard">
      <PageHeader link={{ href: '/dashboard', text: words.dashboard }} />
      {user.role === 'planner' ? <ForOperators /> : <Views />}
    </div>
  )
}

function ForOperators() {
  const { words } = useOperator()
  return (
    <main>
      <section className="panel wide calm">
        <h2>{words.planner.title}</h2>
        <p>{words.planner.next}</p>
        <Link href="/dashboard">{words.planner.link}</Link>
      </section>
    </main>
  )
}

function Views() {
  const { api, words, user } = useOperator()
  const [asked, go] = usePlace()
  const views = VIEWS.filter((view) => view !== 'security' || user.role === 'admin')
  const place = views.includes(asked.view) ? asked : { ...asked, view: 'files' as const }
  const [taken, setTaken] = useState(0)
  const actions = useSending(api, () => setTaken((before) => before + 1))
  const month = place.month || addMonths(monthOf(businessDateOf(new Date())), 1)
  useLeaveWarning(actions.sending.step === 'uploading')
  return (
    <>
      <nav className="views" aria-label={words.navigation}>
        {views.map((view) => (
          <a
            key={view}
            href={searchOf({ ...place, view })}
            aria-current={view === place.view ? 'page' : undefined}
            onClick={(event) => {
              // With a modifier key, the browser opens another tab or window as usual.
              if (event.ctrlKey || event.metaKey || event.shiftKey) return
              event.preventDefault()
              go({ view })
            }}
          >
            {words.views[view]}
          </a>
        ))}
      </nav>
      <main>
        {place.view === 'files' && <FilesView actions={actions} taken={taken} onGo={go} />}
        {place.view === 'month' && (
          <MonthView key={month} month={month} onMonth={(other) => go({ month: other })} onGo={go} />
        )}
        {place.view === 'catalog' && <CatalogView table={place.table} onTable={(table) => go({ table })} />}
        {place.view === 'approvals' && <ApprovalsView until={words.notifications} />}
        {place.view === 'security' && <SecurityView until={words.notifications} />}
        {place.view === 'risk' && <RiskView month={month} onMonth={(other) => go({ month: other })} />}
      </main>
    </>
  )
}

/** Asks before the page is closed while a file is on its way. */
function useLeaveWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isNeeded])
}
