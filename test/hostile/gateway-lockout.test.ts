import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSmtp, plainToken } from '../harness/smtp-client.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'

let server: RunningServer
let practice: Practice
beforeAll(async () => {
  server = await startServer()
  practice = await seedPractice(server.parts)
})
afterAll(() => server.close())

/** The reply to one AUTH on a connection of its own. */
async function signIn(password: string): Promise<string> {
  const client = await connectSmtp({ port: server.running.addresses.submissions ?? 0, tls: true })
  await client.reply()
  await client.command('EHLO client.example')
  const { text } = await client.command(`AUTH PLAIN ${plainToken(practice.doctor.address, password)}`)
  client.destroy()
  return text
}

async function signInOverHttp(): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${server.baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.baseUrl },
    body: JSON.stringify({ address: practice.doctor.address, authKey: 'A'.repeat(43) }),
  })
  return { status: response.status, text: await response.text() }
}

const locked = /your internet address (?:127\.0\.0\.1|::\/64) is locked for 15 minutes\. Correct the password on all/

test('wrong passwords of a mail program lock its internet address, in the same words over SMTP and HTTP, until support lifts it', async () => {
  const { appPassword, address } = practice.doctor
  for (let device = 0; device < 15; device++) expect(await signIn('the password of last year')).toMatch(/^535 5\.7\.8/)
  expect(await signIn(appPassword)).toMatch(/^235/)
  for (let guess = 0; guess < 9; guess++) expect(await signIn(`wrong password ${guess}`)).toMatch(/^535 5\.7\.8/)
  expect(await signIn('one too many')).toMatch(locked)

  const overSmtp = await signIn(appPassword)
  expect(overSmtp).toMatch(/^454 4\.7\.0 /)
  expect(overSmtp).toMatch(locked)
  const overHttp = await signInOverHttp()
  expect(overHttp.status).toBe(429)
  expect(overHttp.text).toMatch(locked)

  expect(await server.parts.identity.lockouts()).toHaveLength(1)
  await server.parts.identity.unlock({ address, actor: { kind: 'command', label: 'test' } })
  expect(await server.parts.identity.lockouts()).toEqual([])
  expect(await signIn(appPassword)).toMatch(/^235/)
})
