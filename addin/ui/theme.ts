import { type BrandVariants, createDarkTheme, createLightTheme, type Theme } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'

/** Shades of the navy of the sheets; 80 is the blue of the buy button. */
const BRAND: BrandVariants = {
  10: '#06111d',
  20: '#0b1e33',
  30: '#0f2c4b',
  40: '#143860',
  50: '#184475',
  60: '#1c508a',
  70: '#205999',
  80: '#2563a8',
  90: '#3f77b6',
  100: '#588ac3',
  110: '#719dcf',
  120: '#8ab0da',
  130: '#a4c3e5',
  140: '#bed6ef',
  150: '#d8e8f7',
  160: '#eff6fd',
}

const FONT =
  "'Segoe UI', 'Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans KR', -apple-system, BlinkMacSystemFont, sans-serif"
const LIGHT: Theme = { ...createLightTheme(BRAND), fontFamilyBase: FONT }
const DARK: Theme = {
  ...createDarkTheme(BRAND),
  fontFamilyBase: FONT,
  colorBrandForeground1: BRAND[110],
  colorBrandForegroundLink: BRAND[120],
  // Boxes and badges must be lighter than the page; Fluent's own colours are much darker.
  colorNeutralBackground3: '#333333',
  colorNeutralBackground4: '#3d3d3d',
}

const MEDIA = '(prefers-color-scheme: dark)'

/** Uses Office's theme where there is one, otherwise the system's colour scheme. */
export function usePaneTheme(): { theme: Theme; dark: boolean } {
  const dark = useSyncExternalStore(subscribe, isDark)
  return { theme: dark ? DARK : LIGHT, dark }
}

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(MEDIA)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

function isDark(): boolean {
  // The dashboard is a page without Office.
  const background =
    typeof Office === 'undefined' ? undefined : Office.context?.officeTheme?.bodyBackgroundColor
  const rgb = background ? /^#?([0-9a-f]{6})$/i.exec(background)?.[1] : undefined
  if (!rgb) return window.matchMedia(MEDIA).matches
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16))
  return red! * 0.299 + green! * 0.587 + blue! * 0.114 < 128
}
