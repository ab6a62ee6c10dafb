import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPdf, openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { sendingPrograms, type SendingProgram } from '../harness/sending-programs.ts'
import type { CaughtMail } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

let server: RunningServer
let practice: Practice
let folder: string
let attachment: string
let patients = 0
let patient = ''
let phone = ''
const programs = sendingPrograms(() => ({ server, doctor: practice.doctor, folder }))

beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
  folder = await mkdtemp(join(tmpdir(), 'sealpost-programs-'))
  attachment = join(folder, 'Röntgenbild Müller.txt')
  await writeFile(attachment, 'kein echtes Bild, aber mit Umlauten: äöüß\n')
  await server.parts.database.withOrganisation(practice.organisationId, (tx) =>
    server.parts.directory.updateSettings(tx, {
      organisationId: practice.organisationId,
      changes: { route: 'attachment', senderRoutes: ['portal', 'attachment'] },
      actor: { kind: 'command', label: 'test' },
    }),
  )
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  patients += 1
  patient = `patient${patients}@mail.example`
  phone = `+4915112345${String(patients).padStart(3, '0')}`
})

const password = /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/m
const caughtFor = (address: string): Promise<CaughtMail> =>
  until(`mail to ${address}`, () => server.sink.mails.find(({ to }) => to.includes(address)))

async function passwordTo(number: string): Promise<string> {
  const text = await until(`text to ${number}`, async () =>
    (await server.parts.sms.readOutbox()).find((one) => one.to === number && password.test(one.text)),
  )
  return password.exec(text.text)?.[0] ?? ''
}

const written = () => ({
  subject: 'Ihr Befund – Größe geprüft',
  text: 'Guten Tag Frau Müller,\nalles ist in Ordnung. Grüße aus der Praxis\n',
  attachment,
})

describe.each(programs)('$name', ({ send }: SendingProgram) => {
  test.each(['to', 'cc', 'bcc'] as const)(
    'names the phone in %s; its owner can open what the patient gets',
    async (field) => {
      const people = { to: [`Jörg Müller <${patient}>`], cc: [], bcc: [] }
      const outcome = await send({ ...written(), ...people, [field]: [...people[field], `${phone}@sms.local`] })
      expect(outcome).toMatchObject({ sent: true })
      const { raw } = await caughtFor(patient)
      const secret = await passwordTo(phone)
      const { zip, pdf } = await packageIn(raw)
      const files = await openZip(zip, secret)
      expect([...(files?.keys() ?? [])].toSorted()).toEqual(['Röntgenbild Müller.txt', 'message.eml'])
      expect(files?.get('Röntgenbild Müller.txt')?.toString()).toContain('äöüß')
      const original = files?.get('message.eml')?.toString() ?? ''
      expect(original).toContain(patient)
      for (const trace of ['sms.local', phone, 'Bcc:']) expect(original).not.toContain(trace)
      expect(await openPdf(pdf, secret)).toContain('Grüße aus der Praxis')
      for (const trace of ['sms.local', phone, secret]) expect(raw.toString('latin1')).not.toContain(trace)
      expect(server.sink.mails.filter(({ to }) => to.some((one) => one.includes('sms.local')))).toEqual([])
    },
  )

  test('shows the right form of a number that was given in national form, and nothing is sent', async () => {
    const outcome = await send({ ...written(), to: [patient], cc: [`0${phone.slice(3)}@sms.local`] })
    expect(outcome.sent).toBe(false)
    expect(outcome.shown.replace(/\s+/g, ' ')).toContain('550 5.1.3')
    expect(outcome.shown.replace(/\s+/g, ' ')).toContain(`${phone}@sms.local`)
    expect(server.sink.mails.filter(({ to }) => to.includes(patient))).toEqual([])
  })

  test('shows what is missing when only a phone is named', async () => {
    const outcome = await send({ ...written(), to: [`${phone}@sms.local`] })
    expect(outcome.sent).toBe(false)
    expect(outcome.shown.replace(/\s+/g, ' ')).toContain('554 5.5.1')
    expect(outcome.shown.replace(/\s+/g, ' ')).toContain("add the recipient's mail address beside the phone number")
  })

  test('chooses the portal by tag, by address and by field, and no reader sees the instruction', async () => {
    const mail = { ...written(), subject: 'Größe', to: [patient] }
    await server.parts.database.withOrganisation(practice.organisationId, (tx) =>
      server.parts.recipients.setCheck(tx, {
        organisationId: practice.organisationId,
        address: patient,
        check: { check: 'email' },
        actor: { kind: 'command', label: 'test' },
      }),
    )
    for (const change of [
      { subject: '[Portal] Größe' },
      { to: [`${patient}.portal.local`] },
      { fields: { 'X-Sealpost-Route': 'portal' } },
    ]) {
      const before = server.sink.mails.length
      expect(await send({ ...mail, ...change })).toMatchObject({ sent: true })
      const { raw, to } = await until('the next mail', () => server.sink.mails[before])
      expect(to).toEqual([patient])
      await expect(packageIn(raw)).rejects.toThrow('no application/zip')
      expect(raw.toString()).not.toMatch(/\.local|\[portal\]|X-Sealpost/i)
    }
  })
})
