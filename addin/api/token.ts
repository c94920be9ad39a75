/** Storage key of the sign-in token; pane and dashboard of one origin share it. */
export const TOKEN = 'flightsheet.token'
/** Storage key: the last sign-in has been ended here, so the company's provider is to ask who it is. */
export const SIGNED_OUT = 'flightsheet.signed-out'
