import { config } from 'zod'

// Schemas would try to compile themselves, which the page's content security refuses: they are told before they are made.
config({ jitless: true })
