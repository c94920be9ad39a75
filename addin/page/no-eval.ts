import { config } from 'zod'

// By default zod compiles schemas with eval, which the page's content security policy forbids. This must run
// before the first schema is created.
config({ jitless: true })
