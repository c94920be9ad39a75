/** Storage key of the sign-in token; pane and dashboard of one origin share it. */
export const TOKEN = 'flightsheet.token'
