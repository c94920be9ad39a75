/** Where the token of a sign-in is kept: pane and dashboard of one origin share it. */
export const TOKEN = 'flightsheet.token'
