import type { Language } from '../../shared/language'

const KO = {
  newWorkbook: '새 통합 문서',
  open: '열기',
  save: '저장',
  pane: '작업창',
  light: '밝게',
  dark: '어둡게',
  otherLanguage: 'English',
  discard: '저장하지 않은 내용이 사라집니다. 계속할까요?',
  locked: '보호된 시트의 잠긴 셀입니다',
  invalid: '이 셀에 넣을 수 없는 값입니다',
  openFailed: '파일을 열 수 없습니다',
  commandFailed: '명령을 실행하지 못했습니다',
  resize: '작업창 너비',
  saved: '저장했습니다',
}

const EN: typeof KO = {
  newWorkbook: 'New workbook',
  open: 'Open',
  save: 'Save',
  pane: 'Task pane',
  light: 'Light',
  dark: 'Dark',
  otherLanguage: '한국어',
  discard: 'What is not saved will be lost. Continue?',
  locked: 'This cell is locked on a protected sheet',
  invalid: 'This cell doesn’t take this value',
  openFailed: 'The file can’t be opened',
  commandFailed: 'The command failed',
  resize: 'Width of the task pane',
  saved: 'Saved',
}

export type Words = typeof KO

export function words(language: Language): Words {
  return language === 'ko' ? KO : EN
}
