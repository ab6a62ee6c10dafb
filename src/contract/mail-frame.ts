/**
 * The empty document in which a client shows the HTML of a mail once the reader asked for images from other hosts. It
 * has a policy of its own, served as headers, because a frame made by the page itself would inherit the page's stricter
 * one. It never runs script: neither its policy nor its sandbox allows any. The server answers GET `path` with exactly
 * this; there is nothing secret in it, and it is the same for everyone.
 */
export const mailFrame = {
  path: '/mail-frame',
  document: '<!doctype html><html><head><meta charset="utf-8"><title>Mail</title></head><body></body></html>',
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      'img-src https: data: blob:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    ].join('; '),
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
} as const
