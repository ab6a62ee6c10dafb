import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  makeAuthority,
  makeSelfSigned,
  type TestAuthority,
  type TestPair,
} from '../../../../../test/harness/certificate-authority.ts'
import { plainPolicy, policyText, startPolicyHost, type PolicyHost } from '../../../../../test/harness/policy-host.ts'
import { createTestResolver } from '../../../../../test/harness/test-delivery.ts'
import { createTestDeps, type TestDeps } from '../../../../../test/harness/test-deps.ts'
import { createPolicies, type StsPolicies } from './policies.ts'

const dayMs = 86_400_000

let deps: TestDeps
let authority: TestAuthority
let pair: TestPair
let host: PolicyHost
let txt: Record<string, readonly string[]>
let domain = ''
let count = 0
beforeAll(async () => {
  deps = await createTestDeps()
  authority = await makeAuthority()
})
afterAll(() => deps.close())

beforeEach(async () => {
  domain = `d${(count += 1)}.test`
  pair = await authority.issue([`mta-sts.${domain}`])
  host = await startPolicyHost(pair, policyText('enforce', ['mx.test']))
  txt = { [`_mta-sts.${domain}`]: ['v=STSv1; id=one;'] }
})
afterEach(() => host.close())

/** A process that has just been started: it remembers nothing but what is in the database. */
function startProcess(options: { readonly txt?: () => Promise<readonly string[]> } = {}): StsPolicies {
  const resolver = createTestResolver({ a: { [`mta-sts.${domain}`]: ['127.0.0.1'] }, txt })
  return createPolicies({
    ...deps,
    resolver: { ...resolver, ...options },
    policyPort: host.port,
    authorities: [authority.cert],
    fetchTimeoutMs: 700,
  })
}

const enforced = { kind: 'policy', mode: 'enforce', mx: ['mx.test'] }

describe('a policy', () => {
  test('is fetched once for many questions at once', async () => {
    const policies = startProcess()
    const answers = await Promise.all(Array.from({ length: 20 }, () => policies.of(domain)))
    expect(answers).toEqual(answers.map(() => enforced))
    expect(host.requests).toHaveLength(1)
  })

  test('is remembered over a restart, and over the loss of its record, its host and the name service', async () => {
    await startProcess().of(domain)
    host.answer = (response) => void response.writeHead(500).end()
    expect(await startProcess().of(domain)).toEqual(enforced)
    txt = {}
    expect(await startProcess().of(domain)).toEqual(enforced)
    expect(await startProcess({ txt: () => Promise.reject(new Error('no answer')) }).of(domain)).toEqual(enforced)
    expect(host.requests).toHaveLength(1)
  })

  test('ends when it says so', async () => {
    await startProcess().of(domain)
    txt = {}
    deps.clock.advance(8 * dayMs)
    expect(await startProcess().of(domain)).toEqual({ kind: 'absent' })
  })

  test('is fetched again when its id changes', async () => {
    await startProcess().of(domain)
    host.answer = plainPolicy(policyText('enforce', ['next.test']))
    expect(await startProcess().of(domain)).toEqual(enforced)
    txt = { [`_mta-sts.${domain}`]: ['v=STSv1; id=two;'] }
    expect(await startProcess().of(domain)).toEqual({ ...enforced, mx: ['next.test'] })
  })

  test('can be withdrawn by another one', async () => {
    await startProcess().of(domain)
    host.answer = plainPolicy(policyText('none', []))
    txt = { [`_mta-sts.${domain}`]: ['v=STSv1; id=two;'] }
    expect(await startProcess().of(domain)).toMatchObject({ mode: 'none' })
  })

  test('stays in force when the next one cannot be had', async () => {
    await startProcess().of(domain)
    host.answer = plainPolicy('version: STSv1\r\nmode: nonsense\r\nmax_age: 5\r\n')
    txt = { [`_mta-sts.${domain}`]: ['v=STSv1; id=two;'] }
    expect(await startProcess().of(domain)).toEqual(enforced)
  })

  test('in use is fetched again before it ends, without a mail', async () => {
    await startProcess().of(domain)
    deps.clock.advance(5 * dayMs)
    host.answer = plainPolicy(policyText('enforce', ['next.test']))
    await startProcess().refresh()
    txt = {}
    deps.clock.advance(4 * dayMs)
    expect(await startProcess().of(domain)).toEqual({ ...enforced, mx: ['next.test'] })
  })

  test('is fetched again after a day when mail asks for it', async () => {
    await startProcess().of(domain)
    deps.clock.advance(2 * dayMs)
    await startProcess().of(domain)
    expect(host.requests).toHaveLength(2)
  })
})

describe('a policy host', () => {
  const answers: [string, (response: ServerResponse) => void][] = [
    [
      'sends elsewhere',
      (response) => void response.writeHead(302, { location: 'https://mta-sts.elsewhere.test/' }).end(),
    ],
    ['says 404', (response) => void response.writeHead(404).end()],
    [
      'sends HTML',
      (response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end(policyText('enforce', ['mx.test'])),
    ],
    ['sends more than 64 kB', plainPolicy(`${policyText('enforce', ['mx.test'])}${'x: y\r\n'.repeat(20_000)}`)],
    ['sends another version', plainPolicy('version: STSv2\r\nmode: enforce\r\nmx: mx.test\r\nmax_age: 9\r\n')],
    ['names no host', plainPolicy('version: STSv1\r\nmode: enforce\r\nmax_age: 9\r\n')],
    ['names no end', plainPolicy('version: STSv1\r\nmode: enforce\r\nmx: mx.test\r\n')],
    ['says nothing', () => undefined],
    [
      'trickles',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/plain' })
        const timer = setInterval(() => response.write('a'), 50)
        response.on('close', () => clearInterval(timer))
      },
    ],
    ['hangs up', (response) => void response.destroy()],
  ]

  test.each(answers)('that %s gives no policy', async (_title, answer) => {
    host.answer = answer
    expect(await startProcess().of(domain)).toEqual({ kind: 'unknown' })
    expect(host.requests).toHaveLength(1)
  })

  test.each<[string, () => Promise<TestPair>]>([
    ['has expired', () => authority.issue([`mta-sts.${domain}`], { days: -1 })],
    ['is for the domain and not for the host', () => authority.issue([domain])],
    ['signed itself', () => makeSelfSigned([`mta-sts.${domain}`])],
  ])('whose certificate %s is not asked', async (_title, make) => {
    host.show(await make())
    expect(await startProcess().of(domain)).toEqual({ kind: 'unknown' })
    expect(host.requests).toEqual([])
  })
})

test('a domain whose name service does not answer, and of which nothing is remembered, may have a policy', async () => {
  const policies = startProcess({ txt: () => Promise.reject(new Error('no answer')) })
  expect(await policies.of(domain)).toEqual({ kind: 'unknown' })
})

test('no stranger’s DNS leads the request to this machine', async () => {
  const resolver = createTestResolver({ a: { [`mta-sts.${domain}`]: ['127.0.0.1', '169.254.169.254'] }, txt })
  const policies = createPolicies({ ...deps, resolver, policyPort: 443, authorities: undefined, fetchTimeoutMs: 700 })
  expect(await policies.of(domain)).toEqual({ kind: 'unknown' })
  expect(deps.logLines.at(-1)).toContain('no address')
})
