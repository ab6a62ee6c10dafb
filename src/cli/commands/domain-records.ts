import type { Command } from 'commander'
import { z } from 'zod'
import type { CheckedDomain, CheckedRecord, DnsRecord, DomainRecords, RecordPurpose } from '../../contract/set-up.ts'
import { AppError } from '../../contract/errors/app-error.ts'
import { isAppError } from '../../lib/errors/app-error.ts'
import type { Parts } from '../../main.ts'
import type { Answer } from '../answer.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { withParts } from '../open-parts.ts'

const explanations: Readonly<Record<RecordPurpose, string>> = {
  submission: 'where mail programs hand in mail (RFC 6186, RFC 8314); "." says that there is no such service',
  incoming: 'where the mailboxes are, from the organisation’s setting',
  autoconfig: 'automatic set-up of Thunderbird and others; the name needs a certificate at the reverse proxy',
  autodiscover:
    'automatic set-up of Outlook; leave them as they are where the mailboxes are with Exchange or Microsoft 365',
  spf: 'who may send for the domain; one record: add to the one that exists',
  dkim: 'signatures of the mails that leave',
  dmarc: 'what others do with mail that is neither signed nor from these servers',
  'mta-sts': 'for whoever takes mail for the domain; Sealpost does not',
  tlsa: 'DANE, only where the zone is signed (DNSSEC), and only while the key stays the same',
}

const states: Readonly<Record<CheckedRecord['state'], string>> = {
  present: 'found',
  missing: 'MISSING',
  different: 'DIFFERENT',
  unclear: 'found, look at it yourself',
  'no-answer': 'THE DNS DID NOT ANSWER',
}

const isChecked = (record: DnsRecord | CheckedRecord): record is CheckedRecord => 'state' in record

function lineOf(record: DnsRecord | CheckedRecord): string {
  const line = `  ${record.name}. ${record.type} ${record.value}`
  if (!isChecked(record)) return line
  const found = record.state === 'different' || record.state === 'unclear' ? record.found : []
  return [line, `    ${states[record.state]}`, ...found.map((text) => `    there is: ${text}`)].join('\n')
}

function textOf({ domain, hasDkimKeys, knowsIncoming, records }: DomainRecords | CheckedDomain): string {
  const purposes = [...new Set(records.map(({ purpose }) => purpose))]
  const blocks = purposes.map((purpose) => {
    const own = records.filter((record) => record.purpose === purpose)
    return [`${explanations[purpose]} (${own[0]?.need ?? ''})`, ...own.map(lineOf)].join('\n')
  })
  const hints = [
    ...(hasDkimKeys ? [] : [`No signing keys yet: sealpost domain dkim --domain ${domain}`]),
    ...(knowsIncoming
      ? []
      : [
          'Nobody has said where the mailboxes are (the setting “incoming mail”), so programs cannot set themselves up.',
        ]),
  ]
  return [...blocks, ...hints].join('\n\n')
}

/** Missing records that are needed make the command fail; a DNS that does not answer does too. */
function problemOf({ domain, records }: CheckedDomain): string | undefined {
  const bad = records.filter(
    ({ need, state }) => state === 'no-answer' || (need === 'needed' && (state === 'missing' || state === 'different')),
  )
  if (bad.length === 0) return undefined
  return `${domain} lacks ${bad.map(({ name, type }) => `${name} ${type}`).join(', ')}`
}

async function answerFor({ setUp }: Parts, domain: string, isCheck: boolean): Promise<Answer> {
  if (!isCheck) {
    const listed = await setUp.recordsOf(domain)
    return { data: listed, text: textOf(listed) }
  }
  const checked = await setUp.checkRecordsOf(domain)
  return { data: checked, text: textOf(checked), problem: problemOf(checked) }
}

export const addDomainRecords = (program: Command, host: CommandHost): void =>
  addCommand(program, host, {
    path: 'domain records',
    summary: 'show every DNS record that a domain should have, and with --check what is missing',
    arguments: [['domain', 'a verified domain of an organisation']],
    options: [{ flags: '--check', describe: 'look each record up' }],
    input: z.object({ domain: z.string(), check: z.boolean().optional() }),
    run: ({ domain, check }, shell) =>
      withParts(shell, (parts) =>
        answerFor(parts, domain, check === true).catch((error: unknown) => {
          if (!isAppError(error, 'set-up.domain-unknown')) throw error
          const text = `no organisation has verified the domain ${domain}`
          throw new AppError('not-found', 'command.domain-unknown', text)
        }),
      ),
  })
