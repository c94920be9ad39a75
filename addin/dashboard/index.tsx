import { createRoot } from 'react-dom/client'
import { browserKeep } from '../api/keep'
import { Page } from '../page/page'
import '../page/page.css'
import { DashboardProvider } from './context'
import { Dashboard } from './dashboard'
import { WORDS } from './words'

createRoot(document.getElementById('dashboard')!).render(
  <Page name="dashboard" keep={browserKeep('')} words={WORDS}>
    {(words) => (
      <DashboardProvider words={words}>
        <Dashboard />
      </DashboardProvider>
    )}
  </Page>,
)
