import { afterEach, describe, expect, it } from 'vitest'
import { lookupPublic, namesPrivateAddress } from '../../server/publishing/private-addresses'
import { Sender } from '../../server/publishing/send'
import { signatures } from '../../server/publishing/signature'
import { type Behaviour, Receiver, SECRET } from './receiver'

describe('A signature', () => {
  it('is the one that the documentation of Standard Webhooks shows', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const body = '{"test": 2432232314}'
    expect(signatures([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })
})

describe('An attempt', () => {
  const open: { close(): unknown }[] = []
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })
  const attempt = async (behaviour: Behaviour, allowPrivate = true, host = '127.0.0.1') => {
    const receiver = await Receiver.open(behaviour)
    const sender = new Sender(500, allowPrivate, 1)
    open.push(sender, receiver)
    const url = receiver.url.replace('127.0.0.1', host)
    const outcome = await sender.send({ url, secrets: [SECRET], id: 'x', body: '{}' })
    return { ...outcome, seen: receiver.seen.length }
  }

  it.each([
    [200, 'DELIVERED'],
    [204, 'DELIVERED'],
    [302, 'FAILED'],
    [400, 'REFUSED'],
    [404, 'REFUSED'],
    [408, 'FAILED'],
    [410, 'REFUSED'],
    [429, 'FAILED'],
    [503, 'FAILED'],
  ] as const)('that is answered %i is %s', async (status, kind) => {
    expect(await attempt(() => status)).toMatchObject({ kind, answer: status, seen: 1 })
  })

  it('keeps the beginning of what it is told against it, and no half letter', async () => {
    const receiver = await Receiver.open(() => 400)
    const sender = new Sender(500, true, 1)
    open.push(sender, receiver)
    const letter = { url: receiver.url, secrets: [SECRET], id: 'x', body: '{}' }
    receiver.says = '가'.repeat(100_000)
    expect((await sender.send(letter)).answerText).toBe('가'.repeat(333))
    receiver.says = '  '
    expect((await sender.send(letter)).answerText).toBeNull()
    receiver.behaviour = () => 200
    receiver.says = '{"ok":true}'
    expect((await sender.send(letter)).answerText).toBeNull()
  })

  it('ends when nobody answers, and when the connection breaks', async () => {
    expect(await attempt(() => 'silence')).toMatchObject({
      kind: 'FAILED',
      answer: null,
      error: 'no answer within 0.5 s',
    })
    expect(await attempt(() => 'hang up')).toMatchObject({ kind: 'FAILED', answer: null })
  })

  it('never reaches a private address where that is not allowed, by number or by name', async () => {
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await attempt(() => 200, false, host)).toMatchObject({ kind: 'FAILED', answer: null, seen: 0 })
  })
})

describe('A private address', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://10.1.2.3:8080/',
    'http://169.254.169.254/latest/meta-data',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://0.0.0.0/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://100.64.0.1/',
    'http://192.88.99.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::10.0.0.1]/',
    'http://[::ffff:0:10.0.0.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[100::1]/',
    'http://[2001:0:4136:e378::1]/',
    'http://[2001:db8::1]/',
    'http://[2002:a00:1::1]/',
    'http://[3fff::1]/',
    'http://[5f00::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
  ])('is %s', (url) => expect(namesPrivateAddress(url)).toBe(true))

  it.each([
    'https://ads.example.com/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'https://[::ffff:8.8.8.8]/',
    'http://172.32.0.1/',
  ])('is not %s', (url) => expect(namesPrivateAddress(url)).toBe(false))

  it('is found behind a name in the moment of connecting', async () => {
    const error = await new Promise((resolve) => lookupPublic('localhost', {}, resolve))
    expect(String(error)).toContain('private address')
  })
})
