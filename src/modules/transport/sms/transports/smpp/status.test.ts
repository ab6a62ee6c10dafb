import smpp from 'smpp'
import { describe, expect, it } from 'vitest'
import { bindRefusal, isThrottling, submitRefusal } from './status.ts'

const code = (name: string): number => smpp.errors[name] ?? Number.NaN

describe('the answers of a message centre', () => {
  it.each([
    ['ESME_RINVDSTADR', 'invalid-number'],
    ['ESME_RINVDSTTON', 'invalid-number'],
    ['ESME_RINVDSTNPI', 'invalid-number'],
    ['ESME_RINVSRCADR', 'invalid-sender'],
    ['ESME_RINVSRCTON', 'invalid-sender'],
    ['ESME_RINVSRCNPI', 'invalid-sender'],
    ['ESME_RINVMSGLEN', 'invalid-text'],
    ['ESME_RX_P_APPN', 'provider-refused'],
    ['ESME_RX_R_APPN', 'provider-refused'],
    ['ESME_RINVDCS', 'invalid-text'],
  ])('%s is a refusal for good: %s', (name, reason) => {
    expect(submitRefusal(code(name))).toEqual({ status: 'refused', reason, permanent: true })
  })

  it.each([['ESME_RSYSERR'], ['ESME_RSUBMITFAIL'], ['ESME_RX_T_APPN'], ['ESME_RUNKNOWNERR']])('%s passes', (name) => {
    expect(submitRefusal(code(name))).toMatchObject({ status: 'refused', permanent: false })
  })

  it('takes a status that nobody knows as passing', () => {
    expect(submitRefusal(0x4ff)).toEqual({ status: 'refused', reason: 'provider-error', permanent: false })
  })

  it('knows throttling', () => {
    expect(['ESME_RTHROTTLED', 'ESME_RMSGQFUL', 'ESME_RSYSERR'].map((name) => isThrottling(code(name)))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('tells unknown credentials, which no later attempt helps, from a centre that is busy', () => {
    expect(bindRefusal(code('ESME_RINVPASWD'))).toMatchObject({ reason: 'not-authorised', retryable: false })
    expect(bindRefusal(code('ESME_RINVSYSID'))).toMatchObject({ reason: 'not-authorised', retryable: false })
    expect(bindRefusal(code('ESME_RBINDFAIL'))).toMatchObject({ reason: 'unreachable', retryable: true })
    expect(bindRefusal(code('ESME_RALYBND'))).toMatchObject({ reason: 'unreachable', retryable: true })
  })
})
