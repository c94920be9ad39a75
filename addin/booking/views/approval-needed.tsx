import { onDemand } from '../../ui/on-demand'

/** Asking an approver, which most purchases don't need. */
export const AskApproval = onDemand(async () => (await import('./ask-approval')).AskApproval)
