/** Stands in for the add-in's pane: it listens and lists on its page what it received. */
export const TEST_PANE = `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<title>Pane</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script src="test-pane.js" defer></script>
</head>
<body><h1 id="language"></h1><ol id="heard"></ol></body>
</html>
`

export const TEST_PANE_SCRIPT = `
const heard = (text) => {
  const line = document.createElement('li')
  line.textContent = text
  document.getElementById('heard').append(line)
}
Office.onReady(async (info) => {
  document.getElementById('language').textContent = info.host + ' ' + Office.context.displayLanguage
  Office.actions.associate('sync', (event) => { heard('command sync'); event.completed() })
  await Excel.run(async (context) => {
    const { worksheets } = context.workbook
    worksheets.onChanged.add(async (e) => heard('changed ' + e.address + ' ' + e.source + ' ' + e.triggerSource))
    worksheets.onSelectionChanged.add(async (e) => heard('selected ' + e.address))
    worksheets.onSingleClicked.add(async (e) => heard('clicked ' + e.address))
    await context.sync()
    const sheet = worksheets.getActiveWorksheet()
    sheet.getRange('A1:C1').values = [['매체', '구매금액', '합계']]
    sheet.getRange('A2:C3').formulas = [['NAVER', 1000, '=B2*2'], ['KAKAO', 2000, '=B3*2']]
    sheet.getRange('A1:C1').format.fill.color = '#17375E'
    sheet.getRange('A1:C1').format.font.color = '#FFFFFF'
    sheet.getRange('B2:B3').format.protection.locked = false
    sheet.getRange('C3').format.borders.getItem('EdgeBottom').style = 'Continuous'
    sheet.protection.protect({})
    const sums = sheet.getRange('C2:C3').load('values')
    await context.sync()
    heard('sums ' + JSON.stringify(sums.values))
  })
}).catch((error) => heard('failed ' + error.message))
`
