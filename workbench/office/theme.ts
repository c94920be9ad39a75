/** Excel's own colours in its light and its dark appearance. */
export function officeTheme(dark: boolean) {
  return dark
    ? {
        bodyBackgroundColor: '#262626',
        bodyForegroundColor: '#FFFFFF',
        controlBackgroundColor: '#363636',
        controlForegroundColor: '#FFFFFF',
        isDarkTheme: true,
        themeId: 1,
      }
    : {
        bodyBackgroundColor: '#FFFFFF',
        bodyForegroundColor: '#252423',
        controlBackgroundColor: '#F3F2F1',
        controlForegroundColor: '#252423',
        isDarkTheme: false,
        themeId: 0,
      }
}
