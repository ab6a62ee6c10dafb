import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'

const run = promisify(execFile)

export interface PostfixPeer {
  /** TLS from the first byte. */
  readonly port: number
  /** Messages in the hold queue. */
  queued(): Promise<number>
  emptyQueue(): Promise<void>
  stop(): Promise<void>
}

const master = (port: number, startTlsPort: number | undefined) => `
127.0.0.1:${port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
${startTlsPort === undefined ? '' : `127.0.0.1:${startTlsPort} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt`}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
retry unix - - n - - error
error unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`

const mainConfig = (folder: string, settings: readonly string[]) => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/queue/maillog
maillog_file_prefixes = ${folder}
myhostname = peer.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_chain_files =
smtpd_recipient_restrictions = check_sender_access static:HOLD, permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
default_process_limit = 400
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
in_flow_delay = 0
message_size_limit = 0
smtputf8_enable = yes
${settings.join('\n')}
`

export interface PostfixOptions {
  /** A second port, which demands STARTTLS. */
  readonly startTlsPort?: number
  /** Further lines of main.cf. */
  readonly settings?: readonly string[]
}

/** Debian's Postfix in a folder of its own, as root: it takes messages over TLS, queues them durably and holds them. */
export async function startPostfix(port: number, options: PostfixOptions = {}): Promise<PostfixPeer> {
  const folder = await mkdtemp(join(tmpdir(), 'peer-postfix-'))
  await chmod(folder, 0o755)
  for (const name of ['queue', 'data', 'config']) await mkdir(join(folder, name))
  await run('chown', ['postfix', join(folder, 'data')])
  const pair = await generate([{ name: 'commonName', value: 'peer.example' }], { keyType: 'ec', curve: 'P-256' })
  await writeFile(join(folder, 'cert.pem'), pair.cert)
  await writeFile(join(folder, 'key.pem'), pair.private, { mode: 0o600 })
  const config = join(folder, 'config')
  await writeFile(join(config, 'main.cf'), mainConfig(folder, options.settings ?? []))
  await writeFile(join(config, 'master.cf'), master(port, options.startTlsPort))
  await run('postfix', ['-c', config, 'start'])
  await sleep(1000)
  const hold = join(folder, 'queue', 'hold')
  return {
    port,
    queued: async () => Number((await run('sh', ['-c', `find ${hold} -type f | wc -l`])).stdout),
    emptyQueue: async () => {
      await run('postsuper', ['-c', config, '-d', 'ALL', 'hold'], { maxBuffer: 100_000_000 })
    },
    async stop() {
      await run('postfix', ['-c', config, 'stop']).catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
