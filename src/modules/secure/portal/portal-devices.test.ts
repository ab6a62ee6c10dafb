import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { errorCode, type PortalGuest } from '../../../../test/harness/portal-guest.ts'
import { createPortalWorld, type PortalWorld, type SentMessage } from '../../../../test/harness/portal-world.ts'

let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

const dayMs = 24 * 3600_000
const number = '+4915112345678'
let patients = 0
let patient = ''
let sent: SentMessage
beforeEach(async () => {
  patients += 1
  patient = `patient${patients}@mail.example`
  await world.setCheck(patient, { check: 'sms', number })
  sent = await world.send(patient)
})

/** The recipient's browser after it opened a message and was trusted. */
async function trustedBrowser(): Promise<PortalGuest> {
  const guest = await world.visitor(sent.link)
  const opened = await guest.openWithCode(await world.code(guest), true)
  expect(opened.status).toBe(200)
  return guest
}

/** The same browser on another link. */
async function onLink(browser: PortalGuest, message: SentMessage): Promise<PortalGuest> {
  const page = world.guest(message.link)
  page.cookie = browser.cookie
  return page
}

const trustedOpening = async (page: PortalGuest) => {
  const view = await page.prove()
  const opened = await page.open({ kind: 'trusted-device' })
  return { shown: view.body, status: opened.status, error: errorCode(opened) }
}

const refused = { status: 403, error: 'portal.code-wrong' }

async function allowTrust(isAllowed: boolean): Promise<void> {
  const { organisationId } = world.practice
  const actor = { kind: 'command' } as const
  await world.parts.database.withOrganisation(organisationId, (tx) =>
    world.parts.directory.updateSettings(tx, { organisationId, actor, changes: { trustedDevices: isAllowed } }),
  )
}

describe('a trusted browser', () => {
  test('opens the recipient’s next message without a code, and only for those who hold its link', async () => {
    const browser = await trustedBrowser()
    const next = await onLink(browser, await world.send(patient))
    expect(await trustedOpening(next)).toMatchObject({ shown: { trusted: true }, status: 200 })
    const other = await onLink(browser, await world.send(patient))
    expect(errorCode(await other.open({ kind: 'trusted-device' }))).toBe('portal.session-ended')
  })

  test('keeps its token in a cookie that scripts, other sites and plain links do not get', async () => {
    const guest = await world.visitor(sent.link)
    const opened = await guest.openWithCode(await world.code(guest), true)
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^sealpost_device=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test('is trusted for thirty days by the clock, however often it is used', async () => {
    const browser = await trustedBrowser()
    world.clock.advance(29 * dayMs)
    const late = await onLink(browser, await world.send(patient))
    expect(await trustedOpening(late)).toMatchObject({ status: 200 })
    expect((await late.open({ kind: 'trusted-device' }, true)).status).toBe(200)
    world.clock.advance(dayMs)
    const later = await onLink(browser, await world.send(patient))
    expect(await trustedOpening(later)).toMatchObject({ shown: { trusted: false }, ...refused })
  })

  test('is not trusted for another recipient, or for the same person at another organisation', async () => {
    const browser = await trustedBrowser()
    await world.setCheck(`other.${patient}`, { check: 'sms', number })
    expect(await trustedOpening(await onLink(browser, await world.send(`other.${patient}`)))).toMatchObject(refused)
    await world.setCheck(patient, { check: 'sms', number }, world.neighbour)
    const foreign = await world.send(patient, { sender: world.neighbour })
    expect(await trustedOpening(await onLink(browser, foreign))).toMatchObject(refused)
  })

  test('can be trusted for two recipients at once', async () => {
    const browser = await trustedBrowser()
    await world.setCheck(`wife.${patient}`, { check: 'sms', number })
    const second = await onLink(browser, await world.send(`wife.${patient}`))
    await second.prove()
    await second.openWithCode(await world.code(second), true)
    const again = await onLink(second, await world.send(patient))
    expect(await trustedOpening(again)).toMatchObject({ status: 200 })
  })

  test('is not trusted while the organisation does not allow it, and none becomes trusted', async () => {
    const browser = await trustedBrowser()
    await allowTrust(false)
    const next = await onLink(browser, await world.send(patient))
    expect(await trustedOpening(next)).toMatchObject({ shown: { trusted: false, mayTrustDevice: false }, ...refused })
    const opened = await next.openWithCode(await world.code(next), true)
    expect(opened.headers.get('set-cookie')).toBeNull()
    await allowTrust(true)
  })

  test('is no longer trusted once the recipient’s check changes', async () => {
    const browser = await trustedBrowser()
    await world.setCheck(patient, { check: 'sms', number: '+4915187654321' })
    expect(await trustedOpening(await onLink(browser, await world.send(patient)))).toMatchObject(refused)
  })

  test('never replaces an agreed access code', async () => {
    const browser = await trustedBrowser()
    await world.setCheck(patient, { check: 'access-code', salt: 'A'.repeat(22), accessKey: `${'C'.repeat(42)}A` })
    expect(await trustedOpening(await onLink(browser, await world.send(patient)))).toMatchObject({
      shown: { trusted: false, mayTrustDevice: false },
      ...refused,
    })
  })

  test('forgets when the recipient says so', async () => {
    const browser = await trustedBrowser()
    const token = browser.cookie
    expect((await browser.send('/api/portal/device', { method: 'DELETE' })).status).toBe(200)
    expect(browser.cookie).toBe('sealpost_device=')
    browser.cookie = token
    expect(await trustedOpening(await onLink(browser, await world.send(patient)))).toMatchObject(refused)
  })

  test('is stored as a hash only', async () => {
    const browser = await trustedBrowser()
    const token = Buffer.from(browser.cookie.split('=')[1] ?? '', 'base64url').toString('hex')
    const { rows } = await world.parts.database.ownerPool.query<{ row: string }>(
      'select d::text as row from sealpost.trusted_devices d',
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(({ row }) => row).join('\n')).not.toContain(token)
  })
})

describe('a weaker check', () => {
  /** An earlier message of the same recipient, from when an e-mail was enough. */
  async function earlierByMail(): Promise<SentMessage> {
    await world.setCheck(patient, { check: 'email' })
    const earlier = await world.send(patient)
    await world.setCheck(patient, { check: 'sms', number })
    return earlier
  }

  test('makes no browser trusted for what a text message protects', async () => {
    const earlier = await earlierByMail()
    const browser = await world.visitor(earlier.link)
    expect((await browser.openWithCode(await world.code(browser), true)).status).toBe(200)
    expect(await trustedOpening(await onLink(browser, await world.send(patient)))).toMatchObject({
      shown: { trusted: false },
      ...refused,
    })
    expect(await trustedOpening(await onLink(browser, earlier))).toMatchObject({ status: 200 })
  })

  test('is covered by a browser that a text message made trusted', async () => {
    const earlier = await earlierByMail()
    const guest = await world.visitor((await world.send(patient)).link)
    await guest.openWithCode(await world.code(guest), true)
    expect(await trustedOpening(await onLink(guest, earlier))).toMatchObject({ status: 200 })
  })

  test('that is passed does not wipe out wrong guesses at the stronger one', async () => {
    const earlier = await earlierByMail()
    const guesser = await world.visitor((await world.send(patient)).link)
    for (let guess = 0; guess < 9; guess++) await guesser.openWithCode('000000')
    const reader = await world.visitor(earlier.link)
    expect((await reader.openWithCode(await world.code(reader))).status).toBe(200)
    expect(errorCode(await guesser.openWithCode('000000'))).toBe('portal.locked')
  })
})

describe('a browser does not become trusted', () => {
  test('unless the recipient asks for it', async () => {
    const guest = await world.visitor(sent.link)
    const opened = await guest.openWithCode(await world.code(guest), false)
    expect(opened.headers.get('set-cookie')).toBeNull()
  })

  test('with a wrong code, or with a session that is already in', async () => {
    const guest = await world.visitor(sent.link)
    expect((await guest.openWithCode('000000', true)).headers.get('set-cookie')).toBeNull()
    const reading = await world.reader(sent.link)
    expect((await reading.open({ kind: 'session' }, true)).headers.get('set-cookie')).toBeNull()
  })

  test('with a cookie somebody made up', async () => {
    const page = world.guest(sent.link)
    for (const value of ['x', 'A'.repeat(43), `${'A'.repeat(43)}; other=1`, "' or 1=1 --"]) {
      page.cookie = `sealpost_device=${value}`
      expect(await trustedOpening(page)).toMatchObject({ shown: { trusted: false }, ...refused })
    }
  })
})

describe('over https', () => {
  test('the cookie is one that no neighbouring host can plant', async () => {
    const secure = await createPortalWorld({ SEALPOST_PUBLIC_URL: 'https://mail.example' })
    try {
      await secure.setCheck(patient, { check: 'sms', number })
      const guest = await secure.visitor((await secure.send(patient)).link)
      const opened = await guest.openWithCode(await secure.code(guest), true)
      expect(opened.headers.get('set-cookie')).toMatch(
        /^__Host-sealpost_device=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      )
      const planted = secure.guest((await secure.send(patient)).link)
      planted.cookie = guest.cookie
      expect((await planted.prove()).body).toMatchObject({ trusted: false })
      planted.cookie = `__Host-${guest.cookie}`
      expect((await planted.prove()).body).toMatchObject({ trusted: true })
    } finally {
      await secure.close()
    }
  })
})
