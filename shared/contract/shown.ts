import { z } from 'zod'
import { MONTH } from '../calendar'

/**
 * Texts of answers that have a form. The service wrote them itself, so the form is documented but not checked
 * again.
 */
export const shownId = z.string().meta({ format: 'uuid' })
export const shownDate = z.string().meta({ format: 'date' })
export const shownMonth = z.string().meta({ pattern: MONTH.source })
export const shownEmail = z.string().meta({ format: 'email' })
