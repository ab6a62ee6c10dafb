import { z } from 'zod'
import { endpoint, nothing } from './endpoint.ts'

const text = z.string().trim().min(1).max(500)
const notice = z.object({ text, writtenAt: z.iso.datetime() })

export const readNotice = endpoint({
  method: 'GET',
  path: '/api/notice',
  access: 'account',
  summary: 'What the administrators tell all members',
  errors: ['notices.none'],
  body: nothing,
  response: notice,
})

export const writeNotice = endpoint({
  method: 'PUT',
  path: '/api/notice',
  access: 'account',
  role: { name: 'administrator', refusal: 'directory.admins-only' },
  summary: 'Tell all members something, in place of what was told before',
  body: z.object({ text }),
  response: notice,
})
