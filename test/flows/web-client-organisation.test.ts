import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { presets } from '../../src/lib/settings/index.ts'
import { findBarriers } from '../harness/axe.ts'
import { launchBrowser } from '../harness/browser.ts'
import { startWebMock, type WebMock } from '../harness/web-mock.ts'
import { createWorld, mockAddress, mockPassword, type MockWorld } from '../harness/web-mock-world.ts'
import {
  eventually,
  haveRecoveryCodes,
  openProfile,
  requireNoComplaints,
  sidewaysOverflowPx,
  signInAt,
  type WebProfile,
} from '../harness/web-page.ts'

/** What an administrator decides for everybody, and what others see of it. */
const path = '/settings/organisation'
let browser: Browser
let world: MockWorld
let mock: WebMock
let profile: WebProfile

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  const base = await createWorld()
  world = { ...base, account: { ...base.account, isAdmin: true } }
})
afterEach(async () => {
  await profile.context.close()
  await mock.close()
  requireNoComplaints(profile)
})

const settings = () => world.organisation.settings
async function open(who: 'admin' | 'member' = 'admin', at = path): Promise<Page> {
  world = { ...world, account: { ...world.account, isAdmin: who === 'admin' } }
  mock = await startWebMock(world)
  profile = await openProfile(browser)
  await signInAt(profile.page, { mock, world }, at)
  return profile.page
}
const writes = () => mock.requests.filter((line) => line.startsWith('POST /api/organisation'))
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' }).click()
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

describe('a starting point', () => {
  test('shows what it would change before it is chosen, changes it in one act, and shows what was changed since', async () => {
    const page = await open()
    await page.getByRole('radio', { name: /^Lawyers/ }).check()
    await page.getByText('Days for which a message can be opened: so far 30 days, then 90 days').waitFor()
    await page.getByText(presets.lawyers.coverNoteGerman).waitFor()
    expect(writes()).toEqual([])
    await page.getByRole('button', { name: 'Apply the settings for lawyers' }).click()
    await page.getByText('The settings for lawyers are in use.').waitFor()
    expect(settings()).toMatchObject({ ...presets.lawyers, preset: 'lawyers' })
    expect(writes()).toEqual(['POST /api/organisation/preset'])
    await page.getByText('Everything is set like this already.').waitFor()
    await field(page, 'Days for which a message can be opened').fill('91')
    await save(page)
    await page.getByText('Days for which a message can be opened: now 91 days, suggested 90 days').waitFor()
    await page.getByText('Changed since', { exact: true }).waitFor()
  })

  test('says what failed when the server cannot be reached, and changes nothing', async () => {
    const page = await open()
    await page.getByRole('radio', { name: /^Schools/ }).check()
    mock.offline = true
    await page.getByRole('button', { name: 'Apply the settings for schools' }).click()
    await page.getByText('The server cannot be reached.', { exact: false }).waitFor()
    expect(settings().preset).toBeNull()
  })
})

describe('a group of settings', () => {
  test('is saved with the one button of the page, which sends only what changed, and says so', async () => {
    const page = await open()
    await page.getByRole('radio', { name: /^As encrypted files/ }).check()
    await field(page, 'Directly').check()
    await page.getByText('Not saved yet.').waitFor()
    await save(page)
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(settings()).toMatchObject({ route: 'attachment', senderRoutes: ['portal', 'attachment', 'direct'] })
    const sent = profile.sent.filter((line) => line.includes('/api/organisation/settings {'))
    expect(sent).toHaveLength(1)
    expect(JSON.parse(sent[0]?.split('/settings ')[1] ?? '')).toEqual({
      route: 'attachment',
      senderRoutes: ['portal', 'attachment', 'direct'],
    })
    await eventually(() => page.getByText('Not saved yet.').count(), 0)
    await page.getByText('Everything is saved already.').waitFor()
    expect(await page.getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true)
    expect(writes()).toHaveLength(1)
  })

  test('sizes are typed in MB, and a note keeps its line breaks', async () => {
    const page = await open()
    await field(page, 'Files together at most, in MB').fill('25')
    await field(page, 'Note to recipients, in German').fill('Erste Zeile\nZweite Zeile')
    await save(page)
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(settings()).toMatchObject({
      maxAttachmentMailBytes: 25 * 1024 * 1024,
      coverNoteGerman: 'Erste Zeile\nZweite Zeile',
    })
  })

  test('the time zone is chosen by its name', async () => {
    const page = await open()
    await field(page, 'Time zone').selectOption({ label: 'America/New York' })
    await save(page)
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(settings().timeZone).toBe('America/New_York')
  })

  test.each([
    ['Passwords', 'Days for which the sender’s copy is kept', '0', 'Enter a whole number from 1 to 3,660.'],
    ['Passwords', 'Days for which the sender’s copy is kept', 'many', 'Enter a whole number from 1 to 3,660.'],
    ['Encrypted files', 'Files together at most, in MB', '151', 'Enter a whole number from 1 to 150.'],
    [
      'Encrypted files',
      'Note to recipients, in English',
      'x'.repeat(601),
      'Use at most 600 characters; these are 601.',
    ],
    ['Encrypted files', 'Note to recipients, in English', 'a\u202eb', 'characters that nobody can see'],
    ['How long', 'Days to which a sender may extend it', '29', 'at least as many days as a message can be opened'],
  ])('%s: a wrong value is named beside its field, which takes the focus, and nothing is sent', async (...row) => {
    const [, label, value, problem] = row
    const page = await open()
    await field(page, label).fill(value)
    await save(page)
    await page.getByRole('alert').getByText(problem).waitFor()
    expect(await field(page, label).evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await field(page, label).getAttribute('aria-invalid')).toBe('true')
    expect(writes()).toEqual([])
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await eventually(() => page.getByRole('alert').getByText(problem).count(), 0)
  })

  test('keeps what was typed when saving fails, in whichever groups it is, and saves all of it at once', async () => {
    const page = await open()
    await field(page, 'Days for which the sender’s copy is kept').fill('9')
    await field(page, 'Hide the subject').check()
    mock.offline = true
    await save(page)
    await page.getByText('The server cannot be reached.', { exact: false }).waitFor()
    mock.offline = false
    // A browser tries by itself again what a broken connection ended.
    const tried = writes().length
    expect(await field(page, 'Days for which the sender’s copy is kept').inputValue()).toBe('9')
    await save(page)
    await page.getByText('Saved.', { exact: true }).waitFor()
    expect(settings()).toMatchObject({ hideSubject: true, passwordDays: 9 })
    expect(writes()).toHaveLength(tried + 1)
  })

  test('is not left by mistake: leaving asks, and stays or discards', async () => {
    const page = await open()
    await field(page, 'Hide the subject').check()
    const toMail = page.getByRole('link', { name: 'Mail', exact: true })
    await toMail.click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    await page.getByRole('button', { name: 'Stay here' }).click()
    expect(await field(page, 'Hide the subject').isChecked()).toBe(true)
    await toMail.click()
    await page.getByRole('button', { name: 'Discard and leave' }).click()
    await page.getByRole('heading', { level: 1, name: 'To do' }).waitFor()
    expect(writes()).toEqual([])
    await page.goBack()
    expect(await field(page, 'Hide the subject').isChecked()).toBe(false)
    await toMail.click()
    await page.getByRole('heading', { level: 1, name: 'To do' }).waitFor()
  })
})

describe('rules for domains', () => {
  test('are added, replaced and removed', async () => {
    const page = await open()
    await page.getByText('There are no rules yet.').waitFor()
    await field(page, 'Domain of the recipients').fill('@Klinik.example')
    await page.getByLabel(/^Also for its sub-domains/).check()
    await field(page, 'Way for this domain').selectOption({ label: 'Directly' })
    await field(page, 'Mail servers you answer for').fill('mx1.klinik.example, mx2.klinik.example')
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByRole('row', { name: /^klinik\.example with its sub-domains .*Direct/ }).waitFor()
    expect(world.organisation.domainRules).toEqual([
      { domain: '.klinik.example', route: 'direct', listedHosts: ['mx1.klinik.example', 'mx2.klinik.example'] },
    ])
    expect(await field(page, 'Domain of the recipients').inputValue()).toBe('')
    await page.getByRole('button', { name: 'Remove: klinik.example' }).click()
    await page.getByText('The rule for klinik.example is removed.').waitFor()
    expect(world.organisation.domainRules).toEqual([])
  })

  test('that cannot be are refused at the field that is wrong', async () => {
    const page = await open()
    const add = page.getByRole('button', { name: 'Add rule' })
    await add.click()
    await page.getByText('Enter a domain such as klinik.example', { exact: false }).waitFor()
    expect(writes()).toEqual([])
    await field(page, 'Domain of the recipients').fill('klinik.example')
    await field(page, 'Way for this domain').selectOption({ label: 'Directly' })
    await field(page, 'Mail servers you answer for').fill('192.0.2.1')
    await add.click()
    await page.getByText('Enter names such as mx1.klinik.example', { exact: false }).waitFor()
    expect(await field(page, 'Domain of the recipients').inputValue()).toBe('klinik.example')
  })
})

test('where the mailboxes are is set with the usual port, corrected at the wrong field, and taken back', async () => {
  const page = await open()
  const saveIncoming = () => save(page)
  await field(page, 'Kind of mailbox').selectOption('IMAP')
  await saveIncoming()
  await page.getByText('Enter a name such as imap.praxis.example.').waitFor()
  await field(page, 'Incoming mail server').fill('IMAP.praxis.example')
  await field(page, 'Port').fill('99999')
  await saveIncoming()
  await page.getByText('Enter a whole number from 1 to 65535.').waitFor()
  expect(writes()).toEqual([])
  await field(page, 'Port').fill('')
  await saveIncoming()
  const saved = { protocol: 'imap', host: 'imap.praxis.example', port: 993, socket: 'tls' }
  await eventually(() => settings().incomingMail, saved)
  await field(page, 'Kind of mailbox').selectOption('Not said')
  await saveIncoming()
  await eventually(() => settings().incomingMail, null)
})

test('a member who is no administrator reads a summary on the settings page, and finds no administration', async () => {
  const page = await open('member', '/settings')
  await page.getByText('Only administrators can change this.').waitFor()
  await page.getByText('Usual way').waitFor()
  await page.getByText('As a link', { exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Change the settings of the organisation' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  await page.goto(mock.url + path)
  await page.getByText('Only administrators of your organisation can open this page.').waitFor()
  expect(await page.locator('main').locator('input, select, textarea, form').count()).toBe(0)
})

const looks = [
  { language: 'en', locale: 'en-GB', colorScheme: 'light', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'dark', width: 1280 },
  { language: 'de', locale: 'de-DE', colorScheme: 'light', width: 320 },
  { language: 'en', locale: 'en-GB', colorScheme: 'dark', width: 320 },
] as const

describe.each(looks)('in $language, $colorScheme, $width pixels wide', ({ locale, colorScheme, width }) => {
  test('no state of the page has an accessibility problem or scrolls sideways', async () => {
    const rule = { domain: '.klinikum-musterstadt.example', route: 'direct' as const }
    world.organisation = {
      ...world.organisation,
      settings: { ...settings(), ...presets.doctors, preset: 'doctors', expiryDays: 14 },
      domainRules: [{ ...rule, listedHosts: ['mx1.klinikum-musterstadt.example'] }],
    }
    haveRecoveryCodes(world)
    mock = await startWebMock(world)
    const viewport = { width, height: 800 }
    profile = await openProfile(browser, { locale, colorScheme, viewport, reducedMotion: 'reduce' })
    const { page } = profile
    const problems: string[] = []
    const look = async (step: string) => {
      problems.push(...(await findBarriers(page)).map((problem) => `${step}: ${problem}`))
      const overflowPx = await sidewaysOverflowPx(page)
      if (overflowPx > 0) problems.push(`${step}: ${overflowPx} px too wide`)
    }
    await page.goto(`${mock.url}/sign-in`)
    await page.locator('input[type=email]').fill(mockAddress)
    await page.locator('input[type=password]').fill(mockPassword)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(`${mock.url}/sent`)
    await page.goto(mock.url + path)
    await page.getByRole('table').waitFor()
    await look('as it is')
    await page.getByRole('radio').nth(5).check()
    await look('a starting point chosen')
    await page.locator('input[inputmode=numeric]').first().fill('0')
    await page.locator('#leave select').selectOption('direct')
    await page.locator('#incoming select').selectOption('pop3')
    await page.getByRole('button', { name: /^(Save changes|Änderungen speichern)$/ }).click()
    await page.getByRole('button', { name: /^(Add rule|Regel hinzufügen)$/ }).click()
    await look('refused')
    await page.goto(`${mock.url}/settings`)
    await page.locator('#organisation a').waitFor()
    await look('the way here')
    expect(problems).toEqual([])
  })
})
