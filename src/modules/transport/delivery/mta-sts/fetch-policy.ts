import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import type { DnsResolver } from '../../../../platform/dns/resolver.ts'
import { checkStrictIdentity } from '../certificates/speaks-for.ts'
import { mayBeMailHost } from '../routing/endpoint.ts'
import { parsePolicyFile, type StsPolicyFile } from './policy-file.ts'

export interface FetchPolicyDeps {
  readonly resolver: DnsResolver
  /** 443 but in tests. */
  readonly policyPort: number
  /** Authorities that are believed; undefined means those of Node. */
  readonly authorities: readonly string[] | undefined
  readonly fetchTimeoutMs: number
}

const httpsPort = 443
const maxPolicyBytes = 64 * 1024
const maxAddresses = 4

/**
 * The policy at https://mta-sts.DOMAIN/.well-known/mta-sts.txt (RFC 8461 section 3.3): a certificate that verifies for that
 * name, status 200, plain text, no redirect, bounded in size and time. Throws when there is none to be had.
 */
export async function fetchPolicy(domain: string, deps: FetchPolicyDeps): Promise<StsPolicyFile> {
  const host = `mta-sts.${domain}`
  const signal = AbortSignal.timeout(deps.fetchTimeoutMs)
  let failure: unknown = new Error('the policy host has no address')
  for (const address of await addressesOf(host, deps)) {
    try {
      return parsePolicyFile(await getText({ host, address, signal }, deps))
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function addressesOf(host: string, { resolver, policyPort }: FetchPolicyDeps): Promise<readonly string[]> {
  const found = await Promise.allSettled([resolver.a(host), resolver.aaaa(host)])
  const addresses = found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  // As for mail hosts: a stranger's DNS leads to no service of this machine, a laboratory's other port excepted.
  return addresses.filter((address) => policyPort !== httpsPort || mayBeMailHost(address)).slice(0, maxAddresses)
}

interface PolicySource {
  readonly host: string
  readonly address: string
  readonly signal: AbortSignal
}

function getText({ host, address, signal }: PolicySource, deps: FetchPolicyDeps): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: address,
        port: deps.policyPort,
        path: '/.well-known/mta-sts.txt',
        headers: { host, accept: 'text/plain' },
        servername: host,
        checkServerIdentity: (_name, certificate) => checkStrictIdentity(host, certificate),
        ca: deps.authorities === undefined ? undefined : [...deps.authorities],
        // A connection that was verified for another name is never used again.
        agent: false,
        maxHeaderSize: 16 * 1024,
        signal,
      },
      (response) =>
        void readBody(response)
          .then(resolve, reject)
          .finally(() => asked.destroy()),
    )
    asked.on('error', reject)
    asked.end()
  })
}

async function readBody(response: IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) throw new Error(`the policy host answers ${response.statusCode ?? 0}`)
  const mediaType = response.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'text/plain') throw new Error('the policy is not plain text')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > maxPolicyBytes) throw new Error('the policy is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
