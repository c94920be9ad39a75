import { createRoot } from 'react-dom/client'
import { browserKeep } from '../api/keep'
import { Page } from '../page/page'
import '../page/page.css'
import { OperatorProvider } from './context'
import { Operator } from './operator'
import './operator.css'
import { WORDS } from './words/all'

const keep = browserKeep('')

createRoot(document.getElementById('operator')!).render(
  <Page name="operator" keep={keep} words={WORDS}>
    {(words) => (
      <OperatorProvider keep={keep} words={words}>
        <Operator />
      </OperatorProvider>
    )}
  </Page>,
)
