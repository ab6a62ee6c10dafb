import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { presets } from '../../src/lib/settings/index.ts'
import { browserForFile } from '../harness/browser.ts'
import { looks, problemsOf, profileOf } from '../harness/web-looks.ts'
import { eventually } from '../harness/web-page.ts'
import { stageWeb, type WebStage } from '../harness/web-stage.ts'

/** What an administrator decides for everybody, and what others see of it. */
const path = '/settings/organisation'
const browser = browserForFile()

const web = stageWeb(browser)
const settings = () => web.world.organisation.settings
const beAdministrator = ({ world }: WebStage) => Object.assign(world, { account: { ...world.account, isAdmin: true } })
async function open(): Promise<Page> {
  beAdministrator(web)
  return web.open(path)
}
const writes = () => web.mock.requests.filter((line) => line.startsWith('POST /api/organisation'))
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
    web.mock.offline = true
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
    const sent = web.profile.sent.filter((line) => line.includes('/api/organisation/settings {'))
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
    web.mock.offline = true
    await save(page)
    await page.getByText('The server cannot be reached.', { exact: false }).waitFor()
    web.mock.offline = false
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
    expect(web.world.organisation.domainRules).toEqual([
      { domain: '.klinik.example', route: 'direct', listedHosts: ['mx1.klinik.example', 'mx2.klinik.example'] },
    ])
    expect(await field(page, 'Domain of the recipients').inputValue()).toBe('')
    await page.getByRole('button', { name: 'Remove: klinik.example' }).click()
    await page.getByText('The rule for klinik.example is removed.').waitFor()
    expect(web.world.organisation.domainRules).toEqual([])
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
  const page = await web.open('/settings')
  await page.getByText('Only administrators can change this.').waitFor()
  await page.getByText('Usual way').waitFor()
  await page.getByText('As a link', { exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Change the settings of the organisation' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
  await page.goto(web.mock.url + path)
  await page.getByText('Only administrators of your organisation can open this page.').waitFor()
  expect(await page.locator('main').locator('input, select, textarea, form').count()).toBe(0)
})

describe.each(looks)('in $language, $colorScheme, $width pixels wide', (look) => {
  const there = stageWeb(browser, profileOf(look))

  test('no state of the page has an accessibility problem or scrolls sideways', async () => {
    const { world } = there
    const rule = { domain: '.klinikum-musterstadt.example', route: 'direct' as const }
    world.organisation = {
      ...world.organisation,
      settings: { ...world.organisation.settings, ...presets.doctors, preset: 'doctors', expiryDays: 14 },
      domainRules: [{ ...rule, listedHosts: ['mx1.klinikum-musterstadt.example'] }],
    }
    beAdministrator(there)
    const page = await there.open(path)
    const problems: string[] = []
    const inspect = async (step: string) => problems.push(...(await problemsOf(page, step)))
    await page.getByRole('table').waitFor()
    await inspect('as it is')
    await page.getByRole('radio').nth(5).check()
    await inspect('a starting point chosen')
    await page.locator('input[inputmode=numeric]').first().fill('0')
    await page.locator('#leave select').selectOption('direct')
    await page.locator('#incoming select').selectOption('pop3')
    await page.getByRole('button', { name: /^(Save changes|Änderungen speichern)$/ }).click()
    await page.getByRole('button', { name: /^(Add rule|Regel hinzufügen)$/ }).click()
    await inspect('refused')
    await page.goto(`${there.mock.url}/settings`)
    await page.locator('#organisation a').waitFor()
    await inspect('the way here')
    expect(problems).toEqual([])
  })
})
