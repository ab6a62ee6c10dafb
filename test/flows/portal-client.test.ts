import { describe, expect, test } from 'vitest'
import { browserForFile } from '../harness/browser.ts'
import { mockCode } from '../harness/portal-mock.ts'
import { portalVisits, type PortalVisit, type VisitOptions } from '../harness/portal-visit.ts'

const visitPortal = portalVisits(browserForFile())
let visit: PortalVisit

const start = async (options: VisitOptions = {}): Promise<PortalVisit> => {
  visit = await visitPortal(options)
  return visit
}
const button = (name: string) => visit.page.getByRole('button', { name, exact: true })
const link = (name: string) => visit.page.getByRole('link', { name })
const codeField = () => visit.page.getByLabel('Code', { exact: true })
const see = (text: string | RegExp) => visit.page.getByText(text).first().waitFor()

describe('the link', () => {
  test('shows who wrote to whom, and asks the server for nothing else', async () => {
    const { page, mock, foreign } = await start()
    await visit.open()
    await see('Dr. Anna Weber has sent you a confidential message')
    await see('K7QF-2M9D')
    await see('juergen.mueller@example.net')
    await see(/in (29|30) days/)
    expect(await page.getByRole('img', { name: 'Praxis Dr. Weber' }).isVisible()).toBe(true)
    expect(await page.getByRole('heading', { name: 'Why do I need an SMS code to open my message?' }).isVisible()).toBe(
      true,
    )
    expect(mock.calls).toEqual(['POST /api/portal/link'])
    expect(foreign).toEqual([])
  })

  test.each([
    ['%23', (token: string, secret: string) => `/o/${token}%23${secret}`],
    ['%2523', (token: string, secret: string) => `/o/${token}%2523${secret}`],
    ['a bracket at its end', (token: string, secret: string) => `/o/${token}#${secret}%3E.`],
  ])('is repaired when it comes with %s', async (_how, address) => {
    const { mock } = await start()
    await visit.open(`${mock.url}${address(mock.token, mock.secret)}`)
    await button('Request code').waitFor()
  })

  test('loses its secret from the address bar, and still works when the page is reloaded', async () => {
    const { page, mock } = await start()
    await visit.open()
    expect(page.url()).toBe(`${mock.url}/o/${mock.token}`)
    await page.reload()
    await button('Request code').waitFor()
  })

  test('without its secret explains itself and says to call: nobody can be asked for a new one with it', async () => {
    const { mock } = await start()
    await visit.open(`${mock.url}/o/${mock.token}`)
    await see('This link is incomplete')
    expect(mock.calls).toEqual([])
    await see('please call the sender')
    expect(await button('Ask the sender for a new link').count()).toBe(0)
    expect(mock.calls).toEqual([])
  })

  test('with another secret is unknown', async () => {
    const { mock } = await start()
    await visit.open(`${mock.url}/o/${mock.token}#${'A'.repeat(27)}`)
    await see('We do not know this link')
  })

  test.each([
    ['expired', 'This message has expired'],
    ['revoked', 'This message was withdrawn'],
    ['locked', 'This message is locked'],
    ['replaced', 'This link was replaced'],
    ['lost', 'This link no longer opens the message'],
  ] as const)('to a message that is %s says so and what to do', async (linkState, heading) => {
    const { mock } = await start()
    mock.state.linkState = linkState
    await visit.open()
    await see(heading)
    await see(/Dr\. Anna Weber/)
  })

  test.each([
    ['expired', 'Ask the sender to send it again'],
    ['replaced', 'Ask the sender for a new link'],
    ['lost', 'Ask the sender for a new link'],
  ] as const)('that is %s asks the sender with the proof of its secret', async (linkState, label) => {
    const { mock } = await start()
    mock.state.linkState = linkState
    await visit.open()
    await button(label).click()
    await see('The sender is told by e-mail')
    expect(mock.calls.at(-1)).toBe('POST /api/portal/new-link')
  })

  test('can be tried again when the server could not be reached', async () => {
    const { mock } = await start()
    mock.state.offline = true
    await visit.open()
    await see('The server cannot be reached')
    mock.state.offline = false
    await button('Try again').click()
    await button('Request code').waitFor()
  })
})

describe('the first answer', () => {
  const apiCalls = '**/api/portal/link'
  const ownScript = '**/assets/portal/index-*.js'

  test('is asked for while the script of the page is on its way, once, and the address is clean by then', async () => {
    const { page, mock } = await start()
    const scriptAsked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    await page.route(ownScript, async (route) => {
      scriptAsked.resolve()
      await answered.promise
      await route.continue()
    })
    const answer = page.waitForResponse(apiCalls)
    await page.goto(mock.link, { waitUntil: 'commit' })
    await scriptAsked.promise
    expect((await answer).status()).toBe(200)
    expect(page.url()).toBe(`${mock.url}/o/${mock.token}`)
    answered.resolve()
    await button('Request code').waitFor()
    expect(mock.calls).toEqual(['POST /api/portal/link'])
  })

  test('may take its time: the page says that it is opening the message', async () => {
    const { page, mock } = await start()
    const released = Promise.withResolvers<void>()
    await page.route(apiCalls, async (route) => {
      await released.promise
      await route.continue()
    })
    await page.goto(mock.link)
    await see('Opening your message')
    released.resolve()
    await button('Request code').waitFor()
  })

  test.each([
    ['not what the contract says', { status: 200, body: '{"state":"check"}' }, 'Something went wrong'],
    ['no JSON', { status: 200, body: '<!doctype html>' }, 'Something went wrong'],
    ['that of a server in between', { status: 502, body: 'Bad Gateway' }, 'The server cannot be reached'],
    ['that there were too many', { status: 429, body: '{"error":{"code":"http.too-many","text":""}}' }, 'Too many'],
  ])('that is %s is told, and can be asked for again', async (_how, answer, text) => {
    const { page, mock } = await start()
    await page.route(apiCalls, (route) => route.fulfill({ contentType: 'application/json', ...answer }), { times: 1 })
    await page.goto(mock.link)
    await see(text)
    await button('Try again').click()
    await button('Request code').waitFor()
  })

  test('is not asked for where no script runs: the page says in both languages that it needs it', async () => {
    const { mock } = await start({ browser: { javaScriptEnabled: false } })
    await visit.page.goto(mock.link)
    const told = await visit.page.locator('noscript').innerText()
    expect(told).toMatch(/needs JavaScript for it.*braucht dafür JavaScript/s)
    expect(mock.calls).toEqual([])
  })
})

describe('days', () => {
  /** It is the 30th for the organisation, and still the 29th for UTC and for a reader in New York. */
  const options = { sentAt: new Date('2126-11-29T23:30:00Z'), browser: { timezoneId: 'America/New_York' } }

  test('are those of the organisation, on every clock, as the mail names them', async () => {
    await start(options)
    await visit.open()
    await see('30 November 2126 at 00:30 CET')
    await see(/^30 December 2126 \(in /)
    await button('Deutsch').click()
    await see('30. November 2126 um 00:30 MEZ')
    await see(/^30\. Dezember 2126 \(in /)
  })

  test('are named on the message and on an expired one as well, without an hour', async () => {
    const { mock } = await start(options)
    await visit.openMessage()
    await see('until the end of 30 December 2126')
    mock.state.linkState = 'expired'
    await visit.open()
    await see('It could be opened until the end of 30 December 2126.')
  })
})

describe('the check', () => {
  test('by SMS takes the code as people paste it, and says what is wrong with another', async () => {
    const { mock } = await start()
    await visit.open()
    await see('A 6-digit code will be sent by SMS to')
    await see('Nothing is sent and nothing is used up')
    await button('Request code').click()
    await codeField().fill('12 34')
    expect(await visit.page.getByText('Nothing is sent and nothing is used up').count()).toBe(0)
    await button('Open message').click()
    await see('The code has 6 digits')
    await codeField().fill('999999')
    await button('Open message').click()
    await see('This code is not correct or no longer valid')
    expect(await button('Request code again').isDisabled()).toBe(true)
    await codeField().fill('\u200f١٢٣ ٤٥٦')
    await button('Open message').click()
    await see('Sehr geehrter Herr Müller')
    expect(mock.calls).toContain('POST /api/portal/code')
  })

  test('lets somebody enter a code they already have', async () => {
    const { page, mock } = await start()
    await visit.open()
    await link('Already have a code?').click()
    expect(await codeField().evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type(mockCode)
    await page.keyboard.press('Enter')
    await see('Sehr geehrter Herr Müller')
    expect(mock.calls).not.toContain('POST /api/portal/code')
    expect(page.url()).toBe(`${mock.url}/o/${mock.token}`)
  })

  test('asked for too often says to use the newest code, and shows the field for it', async () => {
    const { mock } = await start()
    mock.state.sentTooManyCodes = true
    await visit.open()
    await button('Request code').click()
    await see('Use the latest one')
    expect(await codeField().evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await visit.page.getByText('A 6-digit code will be sent').count()).toBe(0)
    await codeField().fill(mockCode)
    await button('Open message').click()
    await see('Sehr geehrter Herr Müller')
  })

  test('offers no further code for a number that was reported as wrong, and keeps the focus in its place', async () => {
    const { page } = await start()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await visit.open()
    await button('Request code').click()
    await codeField().waitFor()
    await link('Number not correct? Notify the sender').press('Enter')
    expect(await focused()).toContain('Shall Dr. Anna Weber be told')
    await button('Cancel').press('Enter')
    expect(await focused()).toContain('Number not correct?')
    await link('Number not correct? Notify the sender').press('Enter')
    await button('Notify the sender').press('Enter')
    await see('We have told Dr. Anna Weber')
    expect(await focused()).toContain('We have told Dr. Anna Weber')
    expect(await button('Request code again').count()).toBe(0)
    await page.reload()
    await link('Already have a code?').click()
    await codeField().waitFor()
    expect(await page.getByText('request a new one').count()).toBe(0)
    expect(await page.getByRole('button', { name: /Request code/ }).count()).toBe(0)
  })

  test('lets the sender know that the number is wrong, after one question and once', async () => {
    const { page, mock } = await start()
    await visit.open()
    await link('Number not correct? Notify the sender').click()
    await see('Shall Dr. Anna Weber be told')
    await button('Cancel').click()
    await link('Number not correct? Notify the sender').click()
    expect(mock.calls).not.toContain('POST /api/portal/wrong-number')
    await button('Notify the sender').click()
    await see('We have told Dr. Anna Weber')
    expect(mock.calls.filter((call) => call === 'POST /api/portal/wrong-number')).toHaveLength(1)
    await page.reload()
    await see('We have told Dr. Anna Weber')
    expect(await link('Number not correct? Notify the sender').count()).toBe(0)
    expect(await page.getByText('A 6-digit code will be sent').count()).toBe(0)
    await link('Already have a code?').click()
    await codeField().fill(mockCode)
    await button('Open message').click()
    await see('Sehr geehrter Herr Müller')
  })

  test('by access code never sends the code', async () => {
    const { page, mock } = await start({ check: 'access-code', accessCode: 'Apfel-77' })
    const bodies: string[] = []
    page.on('request', (request) => bodies.push(request.postData() ?? ''))
    await visit.open()
    await page.getByRole('textbox', { name: 'Access code' }).fill('Apfel-78')
    await button('Open message').click()
    await see('This access code is not correct')
    await page.locator('input:focus').waitFor()
    await page.getByRole('textbox', { name: 'Access code' }).fill(' APFEL -٧٧ ')
    await button('Open message').click()
    await see('Sehr geehrter Herr Müller')
    expect(bodies.join()).toContain('accessProof')
    expect(bodies.join().toLowerCase()).not.toContain('apfel')
    expect(mock.calls).not.toContain('POST /api/portal/code')
  })

  test('by an access code that 0.1.0 remembered takes it as it was agreed', async () => {
    const { page, mock } = await start({ check: 'access-code', accessCode: 'Apfel 77', isFormerCode: true })
    await visit.open()
    await page.getByRole('textbox', { name: 'Access code' }).fill('Apfel 77')
    await button('Open message').click()
    await see('Sehr geehrter Herr Müller')
    expect(mock.calls.filter((call) => call.endsWith('/open'))).toHaveLength(1)
  })

  test('by e-mail says where the code goes', async () => {
    await start({ check: 'email' })
    await visit.open()
    await see('A 6-digit code will be sent by e-mail to juergen.mueller@example.net')
    await see('Why do I need an e-mail code to open my message?')
  })

  test('is not repeated on a trusted device, until that is forgotten', async () => {
    const { page, mock } = await start()
    await visit.open()
    await link('Already have a code?').click()
    await page.getByRole('checkbox', { name: 'Trust this device for 30 days' }).check()
    await codeField().fill(mockCode)
    await button('Open message').click()
    await page.locator('article').waitFor()
    await button('Lock page').click()
    await visit.open()
    await see('This device is trusted')
    await button('Open message').click()
    await page.locator('article').waitFor()
    await button('Forget this device').click()
    await see('This device is no longer trusted')
    expect(mock.state.trusted).toBe(false)
  })

  test('is not repeated when the opened page is reloaded', async () => {
    const { page } = await start()
    await visit.openMessage()
    await page.reload()
    await see('Sehr geehrter Herr Müller')
  })
})

describe('a page that lost a part of itself', () => {
  test('says so and goes on after a reload', async () => {
    const { page } = await start()
    await page.route('**/message-screen-*', (route) => route.abort())
    await visit.open()
    await link('Already have a code?').click()
    await codeField().fill(mockCode)
    await button('Open message').click()
    await see('That did not work')
    await page.unroute('**/message-screen-*')
    visit.complaints.splice(0)
    await button('Try again').click()
    await see('Sehr geehrter Herr Müller')
  })
})

describe('leaving', () => {
  test('removes everything, and the link has to be opened from the mail again', async () => {
    const { page, mock } = await start()
    await visit.openMessage()
    await button('Lock page').click()
    await see('Your message is locked again')
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toBe('{}')
    await page.reload()
    await see('This link is incomplete')
    await visit.open(mock.link)
    await codeField().waitFor()
  })

  test('happens by itself after half an hour, after which the check has to be passed again', async () => {
    const { page } = await start({ browser: {} })
    await page.clock.install()
    await visit.openMessage()
    await page.clock.fastForward('31:00')
    await see('The page was not used for half an hour')
    expect(await page.getByText('Sehr geehrter Herr Müller').count()).toBe(0)
    await button('Open again').click()
    await codeField().waitFor()
  })
})
