/**
 * The Korean of the rules that the contract words itself, by their English. `#` stands for a number; the
 * numbers come in the same order in both.
 */
export const KOREAN_RULES: Readonly<Record<string, string>> = {
  'must be a date that exists, written YYYY-MM-DD, from # to #':
    'YYYY-MM-DD 형식의 실제 날짜여야 합니다(#년부터 #년까지)',
  'must be a decimal from # to # with at most # digits': '#부터 #까지, 소수점 아래 #자리 이내여야 합니다',
  'must be a month, written YYYY-MM': 'YYYY-MM 형식의 월이어야 합니다',
  'must be a whole number below #': '# 미만의 정수여야 합니다',
  'must be a whole number': '정수여야 합니다',
  'must be an e-mail address': '이메일 주소여야 합니다',
  'must be one letter, A to Z': 'A부터 Z까지 한 글자여야 합니다',
  'must be whsec_ and # to # random bytes in base#': 'whsec_ 뒤에 무작위 #~#바이트를 base#로 적어야 합니다',
  'must change something: amount, startDate, endDate, groups or platforms':
    'amount, startDate, endDate, groups, platforms 가운데 하나는 바꿔야 합니다',
  'must have at most # contents in all': '콘텐츠는 모두 합해 #개까지입니다',
  'must not be before `from`': 'from보다 앞설 수 없습니다',
  'must not be before from': 'from보다 앞설 수 없습니다',
  'must not be before startDate': 'startDate보다 앞설 수 없습니다',
  'must not be empty': '비워 둘 수 없습니다',
  'must not be given beside an amount: ask for one of the two':
    '금액과 함께 보낼 수 없습니다. 둘 가운데 하나만 보내 주세요',
  'must not be sent together with shares': 'shares와 함께 보낼 수 없습니다',
  'must not contain control characters': '제어 문자를 쓸 수 없습니다',
  'must not have monitoring for a client: ask for audience=internal':
    '클라이언트용에는 모니터링을 넣을 수 없습니다. audience=internal로 요청해 주세요',
  'must not name a content twice': '같은 콘텐츠를 두 번 적을 수 없습니다',
  'must not name a platform twice': '같은 매체를 두 번 적을 수 없습니다',
  'must not name a row twice': '같은 행을 두 번 적을 수 없습니다',
  'must not name a unit twice': '같은 유닛을 두 번 적을 수 없습니다',
  'must not name an owner twice': '같은 CO를 두 번 적을 수 없습니다',
  'must be at most # days after `from`': 'from부터 #일 이내여야 합니다',
  'must be at most # days after from': 'from부터 #일 이내여야 합니다',
  'must be at most # days after startDate': 'startDate부터 #일 이내여야 합니다',
  'must have at most # characters': '#자까지 쓸 수 있습니다',
  'must have at least # characters': '#자 이상이어야 합니다',
  'must be an address that begins with https:// or http://':
    'https:// 또는 http://로 시작하는 주소여야 합니다',
  'must have no user, password or #fragment': '사용자, 비밀번호, #fragment를 넣을 수 없습니다',
  'name ids or a webhook': 'ids와 webhook 가운데 하나를 적어 주세요',
  'name ids or upTo': 'ids와 upTo 가운데 하나를 적어 주세요',
  'must be empty without the event child-ad.publish-requested':
    'events에 child-ad.publish-requested가 없으면 비워 두어야 합니다',
  'must have at most # corrections': '보정은 #건까지입니다',
  'must have at most # members': '구성원은 #개까지입니다',
  'must be at most #': '#까지입니다',
  'must have at most # requests': '요청은 #건까지입니다',
  'must have at most # changes': '변경은 #건까지입니다',
  'must name at most # rows': '행은 #개까지 적을 수 있습니다',
  'must have at most # reports': '보고는 #건까지입니다',
  'must not be negative': '음수일 수 없습니다',
  'must be at least # won': '#원 이상이어야 합니다',
  'must be at least #': '# 이상이어야 합니다',
  'must have at least one member': '구성원이 하나 이상 있어야 합니다',
  'must have at least one report': '보고가 하나 이상 있어야 합니다',
  'must name at least one platform': '매체를 하나 이상 적어 주세요',
  'must name at least one unit': '유닛을 하나 이상 적어 주세요',
}
