import { createRoot } from 'react-dom/client'
import { browserKeep } from '../api/keep'
import { Page } from '../page/page'
import '../page/page.css'
import { OperatorProvider } from './context'
import { Operator } from './operator'
import './operator.css'
import { WORDS } from './words/all'

createRoot(document.getElementById('operator')!).render(
  <Page keep={browserKeep('')} words={WORDS}>
    {(words) => (
      <OperatorProvider words={words}>
        <Operator />
      </OperatorProvider>
    )}
  </Page>,
)
