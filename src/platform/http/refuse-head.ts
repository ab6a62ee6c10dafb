import type { FastifyRequest } from 'fastify'
import { AppError } from '../../contract/errors/app-error.ts'

/** Browsers say where a request comes from; a write from another site is refused whatever cookie it carries. */
export function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET') return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const foreign =
    site === undefined
      ? origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host)
      : site !== 'same-origin' && site !== 'none'
  if (foreign) throw new AppError('refused', 'http.cross-site', 'This request comes from another site.')
}

/** A body announced as larger than this is refused before any of it is read. */
export function refuseAnnounced(request: FastifyRequest, maxBytes: number | undefined): void {
  if (maxBytes === undefined || Number(request.headers['content-length'] ?? 0) <= maxBytes) return
  throw new AppError('invalid', 'http.too-large', 'This is larger than the server accepts.', { reason: 'too-large' })
}
