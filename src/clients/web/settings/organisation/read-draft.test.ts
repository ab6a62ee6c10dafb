import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../../test/harness/default-settings.ts'
import { presets, rules, type OrganisationSettings } from '../../../../lib/settings/index.ts'
import { readDraft } from './read-draft.ts'
import { readIncoming, typedOf } from './read-incoming.ts'

const saved: OrganisationSettings = { ...defaultSettings(), ...presets.doctors, preset: 'doctors' }

describe('what was typed', () => {
  test('is read with its unit, trimmed, and only where it differs from what is saved', () => {
    const draft = { maxAttachmentMailBytes: ' 25 ', passwordDays: '30', coverNoteGerman: ' Neu\r\nZeile \n' }
    const { changes, problems } = readDraft(draft, ['maxAttachmentMailBytes', 'passwordDays', 'coverNoteGerman'], saved)
    expect(changes).toEqual({ maxAttachmentMailBytes: 25 * 1024 * 1024, coverNoteGerman: 'Neu\nZeile' })
    expect(problems).toEqual({})
  })

  test('in another form is not looked at', () => {
    expect(readDraft({ passwordDays: 'x' }, ['expiryDays', 'maxExpiryDays'], saved)).toEqual({
      changes: {},
      problems: {},
    })
  })

  test('the order in which routes were chosen makes no difference', () => {
    expect(readDraft({ senderRoutes: ['attachment', 'portal'] }, ['senderRoutes'], saved).changes).toEqual({})
  })

  test.each(['', '0', '-1', '1.5', '1e3', '3661', '0x10', '٣', '99999999999'])('%j is no number of days', (typed) => {
    const { changes, problems } = readDraft({ passwordDays: typed }, ['passwordDays'], saved)
    expect([changes, problems.passwordDays?.kind]).toEqual([{}, 'number'])
  })

  test('days that contradict each other are a problem of the limit, also when only one of them was typed', () => {
    const names = ['expiryDays', 'maxExpiryDays'] as const
    expect(readDraft({ expiryDays: '181' }, names, saved).problems).toEqual({
      maxExpiryDays: { kind: 'rule', rule: rules[0] },
    })
    expect(readDraft({ expiryDays: '181', maxExpiryDays: '181' }, names, saved).problems).toEqual({})
  })
})

describe('where the mailboxes are', () => {
  const typed = { protocol: 'pop3', host: ' Münster.Example ', port: '', socket: 'starttls' } as const

  test('takes the usual port when none was typed, and shows it as none', () => {
    const read = readIncoming(typed)
    const incoming = { protocol: 'pop3', host: 'xn--mnster-3ya.example', port: 110, socket: 'starttls' } as const
    expect(read).toEqual({ wrong: null, incoming })
    expect(typedOf(incoming)).toEqual({ ...incoming, port: '' })
    expect(typedOf({ ...incoming, port: 1110 }).port).toBe('1110')
  })

  test('names the field that is wrong', () => {
    expect(readIncoming({ ...typed, host: 'mail server' }).wrong).toBe('host')
    expect(readIncoming({ ...typed, port: '0' }).wrong).toBe('port')
    expect(readIncoming({ ...typed, port: '1e2' }).wrong).toBe('port')
    expect(readIncoming({ ...typed, protocol: 'none', host: '' })).toEqual({ wrong: null, incoming: null })
  })
})
