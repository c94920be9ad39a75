import { createRoot } from 'react-dom/client'
import { browserKeep } from '../api/keep'
import { Page } from './page'
import './page.css'

createRoot(document.getElementById('dashboard')!).render(<Page keep={browserKeep('')} />)
